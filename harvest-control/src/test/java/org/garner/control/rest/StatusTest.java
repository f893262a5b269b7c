package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.garner.ledger.ControlLease;
import org.garner.ledger.Workers;
import org.garner.ledger.Workers.Self;
import org.garner.ledger.Workers.Wish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class StatusTest {
    private static final ControlServer SERVER = new ControlServer();

    private final Workers workers = SERVER.bean(Workers.class);
    private final JdbcClient jdbc = SERVER.bean(JdbcClient.class);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void threeWorkersOfWhichOneIsDead() {
        jdbc.sql("delete from harvest_worker").update();
        workers.beat(new Self(ControlServer.WORKER, "import", 11, "here"), false);
        workers.beat(new Self("import-12@there", "import", 12, "there"), true);
        workers.beat(new Self("fetch-13@there", "fetch", 13, "there"), false);
        jdbc.sql("update harvest_worker set beat = now() - interval '31 seconds' where pid = 13")
                .update();
    }

    @Test
    void workersAreListedWithWhatTheyHoldAndHowTheyAre() {
        SERVER.running(SERVER.source()).lists("one").holds("one");

        var listed = SERVER.get("/api/v1/workers").json().path("workers");

        assertThat(listed).hasSize(3);
        assertThat(listed.get(0).path("state").asString()).isEqualTo("dead");
        assertThat(listed.get(1).path("id").asString()).isEqualTo(ControlServer.WORKER);
        assertThat(listed.get(1).path("state").asString()).isEqualTo("working");
        assertThat(listed.get(1).path("objects").asInt()).isPositive();
        assertThat(listed.get(2).path("state").asString()).isEqualTo("drained");
    }

    @Test
    void allLivingWorkersOfAKindAreAskedByTheNameOfTheKind() {
        var asked = SERVER.post("/api/v1/workers/import/restart", "");

        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.json().path("workers")).hasSize(2);
        assertThat(workers.beat(new Self("import-12@there", "import", 12, "there"), true))
                .contains(Wish.RESTART);
    }

    @Test
    void aDeadWorkerCannotBeAsked() {
        var refused = SERVER.post("/api/v1/workers/fetch-13@there/drain", "");

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.json().path("detail").asString())
                .contains("No living worker", "fetch-13@there", "GET /api/v1/workers");
    }

    @Test
    void oneAnswerSaysHowEverythingStands() {
        SERVER.bean(ControlLease.class).take();
        var job = SERVER.running(SERVER.source()).lists("one", "two").holds("one");

        var status = SERVER.get("/api/v1/status").json();

        assertThat(status.path("parts").get(0).path("name").asString()).isEqualTo("database");
        assertThat(status.path("parts").get(0).path("state").asString()).isEqualTo("up");
        assertThat(status.path("leader").path("here").asBoolean()).isTrue();
        assertThat(status.path("jobs").findValuesAsString("id"))
                .contains(job.id().toString());
        assertThat(status.path("backlog").get(0).path("stage").asString()).isEqualTo("import");
        assertThat(status.path("workers").get(2).path("working").asInt()).isEqualTo(1);
        assertThat(status.path("workers").get(2).path("draining").asInt()).isEqualTo(1);
        assertThat(status.path("safe_to_restart").path("safe").asBoolean()).isTrue();
        assertThat(status.path("safe_to_restart").path("reason").asString())
                .contains("a restart loses nothing", "they go on by themselves", "done again");
    }

    @Test
    void theLastFailuresAreNamedWithTheirReason() {
        var name = SERVER.source();
        SERVER.running(name).ends("failed");

        assertThat(SERVER.get("/api/v1/status").json().path("failures").findValuesAsString("source"))
                .contains(name);
    }

    @Test
    void aPartThatDoesNotAnswerIsDownAndHoldsNobodyUp() {
        var never = new CountDownLatch(1);
        var parts = new Parts(java.util.List.of(
                new Part("kafka", () -> {
                    await(never);
                    return Optional.empty();
                }),
                new Part("solr", () -> Optional.of("the core is missing")),
                new Part("database", Optional::empty)));

        assertThat(parts.look())
                .containsExactly(
                        new StatusJson.PartState("kafka", "down", "It did not answer within 3 s."),
                        new StatusJson.PartState("solr", "down", "the core is missing"),
                        new StatusJson.PartState("database", "up", null));
        never.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
