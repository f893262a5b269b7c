package org.garner.control.rest;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.garner.control.rest.ControlServer.Reply;
import org.garner.ledger.Jobs;
import org.garner.ledger.Sources;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Operations and the queue, as they are asked for; nobody leads here, so that nothing is done. */
class OperationsTest {
    private static final ControlServer SERVER = new ControlServer();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void anOperationIsAcceptedAndWaitsForTheLeader() {
        var source = SERVER.source();

        var accepted = clearHistory(source, "{\"keep_current\":true}");

        assertThat(accepted.status()).isEqualTo(202);
        var shown = SERVER.get(accepted.header("Location")).json();
        assertThat(shown).isEqualTo(accepted.json());
        assertThat(shown.path("state").asString()).isEqualTo("waiting");
        assertThat(shown.path("keep_current").asBoolean()).isTrue();
        assertThat(shown.path("total").isNull()).isTrue();
        assertThat(SERVER.get("/api/v1/operations?source=" + source + "&state=waiting")
                        .json()
                        .path("operations"))
                .containsExactly(shown);
    }

    @Test
    void noJobStartsOrResumesWhileAnOperationIsOpenAndASecondOneIsRefused() {
        var source = SERVER.source();
        var job = SERVER.running(source).id();
        SERVER.post("/api/v1/jobs/%s/abort".formatted(job), "");
        var open = clear(source, "").json().path("id");

        for (var refused : List.of(
                SERVER.post("/api/v1/sources/%s/jobs".formatted(source), ""),
                SERVER.post("/api/v1/jobs/%s/resume".formatted(job), ""),
                clear(source, ""),
                clearHistory(source, ""),
                SERVER.delete("/api/v1/sources/" + source))) {
            assertThat(refused.status()).as(refused.text()).isEqualTo(409);
            assertThat(refused.json().path("code").asString()).isEqualTo("operation-open");
            assertThat(refused.json().path("operation")).isEqualTo(open);
        }
        SERVER.post("/api/v1/operations/%s/cancel".formatted(open.asString()), "");
        assertThat(SERVER.post("/api/v1/jobs/%s/resume".formatted(job), "").status())
                .isEqualTo(202);
    }

    @Test
    void anOpenJobIsInTheWayUnlessItMayBeAborted() {
        var source = SERVER.source();
        var job = SERVER.running(source).id();

        var refused = clear(source, "");
        var accepted = clear(source, "{\"abort_open\":true}");

        assertThat(refused.json().path("code").asString()).isEqualTo("job-open");
        assertThat(refused.json().path("job").asString()).isEqualTo(job.toString());
        assertThat(accepted.status()).isEqualTo(202);
        var aborted = SERVER.get("/api/v1/jobs/" + job).json();
        assertThat(aborted.path("outcome").asString()).isEqualTo("aborted");
        assertThat(aborted.path("reason").asString()).isEqualTo("aborted to clear the source");
    }

    @Test
    void ofJobsAndAnOperationThatAreAskedForAtOnceOneIsAccepted() throws Exception {
        for (int round = 0; round < 5; round++) {
            var source = SERVER.source();
            Callable<Reply> start = () -> SERVER.post("/api/v1/sources/%s/jobs".formatted(source), "");
            Callable<Reply> clear = () -> clear(source, "");
            try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
                var asked = new ArrayList<>(nCopies(3, start));
                asked.addAll(1, nCopies(3, clear));
                assertThat(clients.invokeAll(asked))
                        .extracting(Future::resultNow)
                        .extracting(Reply::status)
                        .containsOnlyOnce(202)
                        .containsOnly(202, 409);
            }
        }
    }

    @Test
    void aRepeatedRequestGetsTheSameOperation() {
        var source = SERVER.source();
        var first = clear(source, "", "Idempotency-Key", "clear-" + source);

        var second = clear(source, "", "Idempotency-Key", "clear-" + source);
        var other = clearHistory(source, "", "Idempotency-Key", "clear-" + source);

        assertThat(second.text()).isEqualTo(first.text());
        assertThat(other.json().path("code").asString()).isEqualTo("key-reused");
    }

    @Test
    void whatIsCancelledIsOverAndCannotBeCancelledAgain() {
        var source = SERVER.source();
        var cancel = "/api/v1/operations/%s/cancel"
                .formatted(clear(source, "").json().path("id").asString());

        var cancelled = SERVER.post(cancel, "");

        assertThat(cancelled.json().path("state").asString()).isEqualTo("cancelled");
        assertThat(cancelled.json().path("finished").isNull()).isFalse();
        assertThat(SERVER.post(cancel, "").json().path("code").asString()).isEqualTo("operation-ended");
        assertThat(SERVER.post("/api/v1/operations/%s/cancel".formatted(UUID.randomUUID()), "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aSourceWhoseOperationWasEndedBySqlTakesJobsAgain() {
        var source = SERVER.source();
        clear(source, "");
        SERVER.bean(JdbcClient.class)
                .sql("update harvest_operation set state = 'cancelled', finished = now() where state = 'waiting'")
                .update();

        SERVER.bean(Sources.class).vacateForgotten();

        assertThat(SERVER.post("/api/v1/sources/%s/jobs".formatted(source), "").status())
                .isEqualTo(202);
    }

    @Test
    void theQueueCountsWhatWaitsAndWhatIsInWorkBySourceAndStage() {
        var source = SERVER.source();
        var job = SERVER.running(source).lists("a", "b", "c", "d");
        job.imports("a", "<a/>");
        job.isFetching("b");

        var queue = SERVER.get("/api/v1/queue?source=" + source).json();

        assertThat(queue.path("total").toString()).isEqualTo("{\"jobs\":1,\"orders\":1,\"objects\":3}");
        var entry = queue.path("sources").path(0);
        assertThat(entry.at("/source/name").asString()).isEqualTo(source);
        assertThat(entry.path("job").asString()).isEqualTo(job.id().toString());
        assertThat(entry.path("stages")).hasSize(1);
        var fetch = entry.path("stages").path(0);
        assertThat(fetch.path("stage").asString()).isEqualTo("fetch");
        assertThat(List.of(
                        fetch.path("orders").asInt(),
                        fetch.path("accepted").asInt(),
                        fetch.path("ordered").asInt(),
                        fetch.path("waiting").asInt()))
                .containsExactly(1, 1, 1, 2);
    }

    @Test
    void oneSourceIsPurgedAndTheOthersGoOn() {
        var source = SERVER.source();
        var other = SERVER.source();
        var purged = SERVER.running(source).lists("a", "b");
        var spared = SERVER.running(other).lists("a");

        var answer = SERVER.post("/api/v1/queue/purge", "{\"source\":\"%s\"}".formatted(source));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("total").toString()).isEqualTo("{\"jobs\":1,\"orders\":0,\"objects\":2}");
        var job = SERVER.get("/api/v1/jobs/" + purged.id()).json();
        assertThat(job.path("outcome").asString()).isEqualTo("aborted");
        assertThat(job.path("reason").asString()).isEqualTo("its work was purged from the queue");
        assertThat(SERVER.get("/api/v1/jobs/" + spared.id())
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("Running");
    }

    @Test
    void moreThanWasShownIsNotPurged() {
        var source = SERVER.source();
        var job = SERVER.running(source).lists("a", "b");
        var shown = SERVER.get("/api/v1/queue?source=" + source).json().path("total");
        job.lists("c");

        var refused = purge(source, shown.toString());
        var accepted = purge(source, "{\"jobs\":1,\"objects\":3}");

        assertThat(refused.json().path("code").asString()).isEqualTo("queue-grew");
        assertThat(accepted.status()).isEqualTo(200);
        assertThat(purge(source, "{\"job\":1}").json().path("code").asString()).isEqualTo("invalid-body");
        assertThat(purge(source, "{\"jobs\":0}").json().path("purged")).isEmpty();
    }

    @Test
    void allOpenJobsArePurgedAtOnce() {
        var jobs = List.of(
                SERVER.running(SERVER.source()).id(),
                SERVER.running(SERVER.source()).id());

        var purged = SERVER.post("/api/v1/queue/purge", "{}").json();

        assertThat(purged.path("purged").findValuesAsString("job"))
                .containsAll(jobs.stream().map(UUID::toString).toList());
        assertThat(SERVER.bean(Jobs.class).open()).isEmpty();
        assertThat(SERVER.get("/api/v1/queue").json().toString())
                .isEqualTo("{\"total\":{\"jobs\":0,\"orders\":0,\"objects\":0},\"sources\":[]}");
    }

    private static Reply purge(String source, String expect) {
        return SERVER.post("/api/v1/queue/purge", "{\"source\":\"%s\",\"expect\":%s}".formatted(source, expect));
    }

    private static Reply clear(String source, String body, String... headers) {
        return SERVER.post("/api/v1/sources/%s/clear".formatted(source), body, headers);
    }

    private static Reply clearHistory(String source, String body, String... headers) {
        return SERVER.post("/api/v1/sources/%s/clear-history".formatted(source), body, headers);
    }
}
