package org.garner.control.rest;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.garner.control.rest.ControlServer.Reply;
import org.garner.control.rest.ControlServer.RunningJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class HoldsTest {
    private static final ControlServer SERVER = new ControlServer();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aHeldJobShowsItsPlanWithTheRuleAndTheFigures() {
        var job = held(SERVER.source(), "halved", "The listing named 1 record");

        var answer = SERVER.get(path(job) + "/held?limit=1").json();

        assertThat(answer.at("/hold/rule").asString()).isEqualTo("halved");
        assertThat(answer.at("/hold/reason").asString()).isEqualTo("The listing named 1 record");
        assertThat(answer.at("/hold/missing").asInt()).isEqualTo(3);
        assertThat(answer.at("/hold/decision").isNull()).isTrue();
        assertThat(answer.path("held").findValuesAsString("guid")).containsExactly("=gone-2");
        var rest = SERVER.get(path(job) + "/held?cursor=" + answer.path("next").asString());
        assertThat(rest.json().path("held").findValuesAsString("guid")).containsExactly("gone, \"1\"", "gone-3");
        assertThat(SERVER.get(path(job)).json().at("/hold/rule").asString()).isEqualTo("halved");
    }

    @Test
    void aPlanComesAsATable() {
        var job = held(SERVER.source(), "most", "most is missing");

        var table = SERVER.get(path(job) + "/held", "Accept", "text/csv");

        assertThat(table.type()).startsWith("text/csv");
        assertThat(table.header("Content-Disposition")).contains("held-" + job.id() + ".csv");
        assertThat(table.text().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID")).isEqualTo("""
            guid,package_id,rule\r
            '=gone-2,ID,most\r
            "gone, ""1""\",ID,most\r
            gone-3,ID,most\r
            """);
        assertThat(SERVER.get(path(job) + "/held?limit=1", "Accept", "text/csv")
                        .text()
                        .lines())
                .hasSize(2);
        assertThat(SERVER.get("/api/v1/jobs/%s/held".formatted(new java.util.UUID(0, 0)), "Accept", "text/csv")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void anApprovedJobRunsAgainInANewEpochAndTellsWhoDecided() {
        var job = held(SERVER.source(), "most", "most is missing");
        var wakes = SERVER.wakes.get();

        var approved = approve(job, "{\"note\":\"The service was closed\"}");

        assertThat(approved.status()).isEqualTo(202);
        assertThat(approved.json().path("status").asString()).isEqualTo("Running");
        assertThat(approved.json().path("epoch").asInt()).isEqualTo(2);
        assertThat(approved.json().at("/hold/decision").asString()).isEqualTo("approved");
        assertThat(approved.json().at("/hold/decided_by").asString()).isEqualTo("admin");
        assertThat(approved.json().at("/hold/note").asString()).isEqualTo("The service was closed");
        assertThat(SERVER.wakes).hasValueGreaterThan(wakes);
    }

    @Test
    void aDecisionIsMadeOnceAndTheSecondOneLearnsWhatItWas() {
        var job = held(SERVER.source(), "most", "most is missing");
        assertThat(approve(job, "{\"note\":\"closed\"}").status()).isEqualTo(202);

        for (var second : new Reply[] {approve(job, ""), reject(job, "")}) {
            assertThat(second.status()).isEqualTo(409);
            assertThat(second.json().path("code").asString()).isEqualTo("job-decided");
            assertThat(second.json().path("decision").asString()).isEqualTo("approved");
            assertThat(second.json().path("detail").asString()).contains("approved by admin on 20", "\"closed\"");
        }
    }

    @Test
    void ofManyDecisionsAtOnceOneIsMade() throws Exception {
        var job = held(SERVER.source(), "most", "most is missing");
        Callable<Integer> approve = () -> approve(job, "").status();

        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(clients.invokeAll(nCopies(8, approve)))
                    .extracting(Future::resultNow)
                    .containsOnlyOnce(202)
                    .containsOnly(202, 409);
        }
        assertThat(SERVER.get(path(job)).json().path("epoch").asInt()).isEqualTo(2);
    }

    @Test
    void aRejectedJobStaysAsItEndedAndKeepsTheDecision() {
        var job = held(SERVER.source(), "most", "most is missing");

        var rejected = reject(job, "{\"note\":\"they come back\"}").json();

        assertThat(rejected.path("status").asString()).isEqualTo("Finished");
        assertThat(rejected.path("outcome").asString()).isEqualTo("held");
        assertThat(rejected.at("/hold/decision").asString()).isEqualTo("rejected");
        assertThat(approve(job, "").json().path("code").asString()).isEqualTo("job-decided");
    }

    @Test
    void onlyTheNewestJobThatIsHeldAndOfAnActiveSourceWithoutAnOpenJobIsDecided() {
        var source = SERVER.source();
        var succeeded = SERVER.running(source);
        assertRefused(succeeded, "job-not-held", "is Running");
        succeeded.ends("succeeded");
        assertRefused(succeeded, "job-not-held", "ended as succeeded");

        var held = held(source, "most", "most is missing");
        var open = SERVER.running(source);
        assertRefused(held, "job-open", open.id().toString());
        open.ends("failed");
        assertRefused(held, "job-not-held", "a newer job");

        var last = held(source, "most", "most is missing");
        SERVER.patch("/api/v1/sources/" + source, "{\"active\":false}");
        assertThat(approve(last, "").json().path("code").asString()).isEqualTo("source-inactive");
        assertThat(SERVER.get(path(last)).json().at("/hold/decision").isNull()).isTrue();
        assertThat(reject(last, "").status()).isEqualTo(200);
    }

    @Test
    void aDryRunSinceDoesNotStandInTheWayOfADecision() {
        var source = SERVER.source();
        var held = held(source, "most", "most is missing");
        var dry = SERVER.post("/api/v1/sources/%s/jobs".formatted(source), "{\"mode\":\"dry_run\"}")
                .json()
                .path("id")
                .asString();
        assertThat(reject(held, "").json().path("detail").asString()).contains(dry, "Wait for its end");
        SERVER.post("/api/v1/jobs/%s/abort".formatted(dry), "");

        assertThat(approve(held, "").status()).isEqualTo(202);
    }

    @Test
    void aJobOverNamedRecordsSinceDoesNotStandInTheWayOfADecision() {
        var source = SERVER.source();
        var held = held(source, "most", "most is missing");
        var record = SERVER.post(
                        "/api/v1/sources/%s/jobs".formatted(source), "{\"mode\":\"record\",\"guids\":[\"here\"]}")
                .json()
                .path("id")
                .asString();
        assertThat(approve(held, "").json().path("detail").asString()).contains(record, "Wait for its end");
        SERVER.post("/api/v1/jobs/%s/abort".formatted(record), "");

        assertThat(approve(held, "").status()).isEqualTo(202);
    }

    @Test
    void aDecisionTakesANoteAndNothingElse() {
        var job = held(SERVER.source(), "most", "most is missing");

        assertThat(approve(job, "{\"all\":true}").json().path("code").asString())
                .isEqualTo("invalid-body");
        assertThat(approve(job, "{\"note\":7}").status()).isEqualTo(400);
        assertThat(SERVER.get(path(job)).json().path("status").asString()).isEqualTo("Finished");
    }

    @Test
    void theHistoryOfAJobTakesItsPlanAlong() {
        var job = held(SERVER.source(), "most", "most is missing");

        SERVER.bean(JdbcClient.class)
                .sql("delete from harvest_job where id = :job")
                .param("job", job.id())
                .update();

        assertThat(SERVER.bean(JdbcClient.class)
                        .sql("select count(*) from harvest_held where job_id = :job")
                        .param("job", job.id())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private static void assertRefused(RunningJob job, String code, String word) {
        for (var refused : new Reply[] {approve(job, ""), reject(job, "")}) {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().path("code").asString()).isEqualTo(code);
            assertThat(refused.json().path("detail").asString()).contains(word);
        }
    }

    /** A job that listed one record, and would withdraw three others that an earlier job brought. */
    private static RunningJob held(String source, String rule, String reason) {
        var first = SERVER.running(source).lists("here", "gone, \"1\"", "=gone-2", "gone-3");
        for (var guid : new String[] {"here", "gone, \"1\"", "=gone-2", "gone-3"}) {
            first.imports(guid, "<a/>");
        }
        first.ends("succeeded");
        var job = SERVER.running(source).lists("here").completely().holds(rule, reason);
        job.ends("held");
        return job;
    }

    private static Reply approve(RunningJob job, String body) {
        return SERVER.post(path(job) + "/approve", body);
    }

    private static Reply reject(RunningJob job, String body) {
        return SERVER.post(path(job) + "/reject", body);
    }

    private static String path(RunningJob job) {
        return "/api/v1/jobs/" + job.id();
    }
}
