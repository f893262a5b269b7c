package org.garner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.garner.console.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The verbs of jobs against a server that answers as the description of the endpoint says. */
class JobVerbsTest {
    private static final String ID = "0198c7a2-93d5-7c1e-8a52-5a1f0e6a7b10";
    private static final String OTHER = "0198c7a2-a000-7c1e-8a52-5a1f0e6a7b10";
    private static final String PROBLEM = "application/problem+json";
    private static final String SOURCE = """
        {"id":"s1","name":"coast","url":"https://coast.example/csw","type":"csw","title":"Coast","notes":"","config":{},
         "publisher":null,"active":true,"frequency":"DAILY","quiet_hours":[],"next_run":null,"paused":null,
         "created":"2026-01-01T00:00:00Z","version":1}\
        """;

    private AnsweringServer server;

    @BeforeEach
    void start() throws IOException {
        server = new AnsweringServer().answers("GET /sources/coast", SOURCE);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String job(String id, String status, String outcome, int errors) {
        return """
            {"id":"%s","source":{"id":"s1","name":"coast","url":"https://coast.example/csw"},"status":"%s","outcome":%s,
             "reason":null,"phase":"%s","mode":"incremental","trigger":"api","epoch":1,"created":"2026-01-31T08:00:00.123Z",
             "started":"2026-01-31T08:00:01Z","finished":%s,"last_progress":"2026-01-31T08:00:02Z","ended_by":null,
             "listing":{"completeness":"complete","mode":"pages","expected":null},
             "counts":{"gathered":3,"duplicates":0,"added":2,"updated":0,"unchanged":0,"deleted":0,"errored":1,"cancelled":0,"fetched":3,"open":0},
             "settled":%s,"held":0,"hold":null,"errors_total":%d,"requests":4,"bytes":1000}\
            """.formatted(
                        id,
                        status,
                        outcome.isEmpty() ? "null" : "\"" + outcome + "\"",
                        outcome.isEmpty() ? "harvest" : "ended",
                        outcome.isEmpty() ? "null" : "\"2026-01-31T08:00:05Z\"",
                        !outcome.isEmpty(),
                        errors)
                .replace("\n", "");
    }

    private static String events(String... states) {
        var text = new StringBuilder("retry: 2000\n\n");
        for (int i = 0; i < states.length; i++) {
            text.append("id: %d%nevent: %s%ndata: %s%n%n"
                    .formatted(i, i == states.length - 1 ? "end" : "progress", states[i]));
        }
        return text.toString();
    }

    @Test
    void jobsAreListedInAnAlignedTableOrOneObjectALine() {
        server.answers("GET /jobs?limit=50", "{\"jobs\":[" + job(ID, "Finished", "with_errors", 12) + "]}");

        var table = server.garner("job", "list");
        var json = server.garner("job", "list", "--json");

        assertThat(table.status()).as(table.err()).isZero();
        assertThat(table.out()).isEqualTo("""
            JOB                                   SOURCE  MODE         STATE        CREATED               FINISHED              LISTED  OPEN  ERRORS
            0198c7a2-93d5-7c1e-8a52-5a1f0e6a7b10  coast   incremental  with_errors  2026-01-31T08:00:00Z  2026-01-31T08:00:05Z       3     0      12
            """);
        assertThat(json.out().strip().lines()).hasSize(1);
        assertThat(JsonMapper.shared().readTree(json.out()).path("epoch").asInt())
                .isEqualTo(1);
    }

    @Test
    void aJobIsNamedByHowItsIdBeginsWhenOnlyOneDoes() {
        server.answers("GET /jobs?prefix=0198c7a2-9&limit=20", "{\"jobs\":[" + job(ID, "Running", "", 0) + "]}")
                .answers("POST /jobs/" + ID + "/abort", job(ID, "Finished", "aborted", 0));

        var aborted = server.garner("job", "abort", "0198C7A2-9");

        assertThat(aborted.status()).as(aborted.err()).isZero();
        assertThat(aborted.err()).contains("job " + ID + " is aborted", "garner job resume " + ID);
    }

    @Test
    void severalJobsThatBeginSoAreListedAndNothingIsDone() {
        server.answers(
                "GET /jobs?prefix=0198c7a2&limit=20",
                "{\"jobs\":[%s,%s]}".formatted(job(ID, "Running", "", 0), job(OTHER, "Finished", "failed", 0)));

        var refused = server.garner("job", "abort", "0198c7a2");

        assertThat(refused.status()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains(ID + "  coast  Running", OTHER + "  coast  failed");
        assertThat(server.asked()).noneMatch(request -> request.startsWith("POST"));
        assertThat(server.garner("job", "show", "0198c7").status()).isEqualTo(ExitCode.USAGE);
        assertThat(server.garner("job", "show", "coast").err()).contains("garner job list --source");
    }

    @ParameterizedTest
    @CsvSource({"succeeded, 0", "with_errors, 1", "failed, 2", "aborted, 2", "held, 3"})
    void aJobIsFollowedToItsEndAndTheExitStatusTellsItsOutcome(String outcome, int status) {
        server.answers("POST /sources/s1/jobs", 202, "application/json", job(ID, "New", "", 0))
                .answers(
                        "GET /jobs/" + ID + "/events",
                        200,
                        "text/event-stream",
                        events(job(ID, "Running", "", 0), job(ID, "Finished", outcome, 0)));

        var followed = server.garner("job", "start", "coast", "--mode", "full", "--watch");

        assertThat(followed.status()).as(followed.err()).isEqualTo(status);
        assertThat(followed.err()).contains("ended: " + outcome.replace('_', ' '));
        assertThat(followed.out()).contains("coast: " + outcome.replace('_', ' ') + " after 4.0 s", "What next:");
        assertThat(server.asked()).contains("POST /sources/s1/jobs {\"mode\":\"full\"}");
    }

    @Test
    void whoFollowsAJobGoesOnWhenItsServerClosesTheStream() {
        server.answers("GET /jobs/" + ID, job(ID, "Running", "", 0))
                .answers("GET /jobs/" + ID + "/events", 200, "text/event-stream", "retry: 2000\n\n")
                .answers(
                        "GET /jobs/" + ID + "/events",
                        200,
                        "text/event-stream",
                        events(job(ID, "Finished", "succeeded", 0)));

        assertThat(server.garner("job", "watch", ID).status()).isZero();
    }

    @Test
    void aRunTestShowsPhasesAndEachErrorAsItIsFound() {
        server.answers("POST /sources/s1/jobs", 202, "application/json", job(ID, "New", "", 0))
                .answers(
                        "GET /jobs/" + ID + "/events",
                        200,
                        "text/event-stream",
                        events(job(ID, "New", "", 0), job(ID, "Running", "", 1), job(ID, "Finished", "with_errors", 1)))
                .answers(
                        "GET /jobs/" + ID + "/errors?limit=1000",
                        "{\"errors\":[{\"guid\":\"urn:x:2\",\"stage\":\"Import\",\"kind\":\"format\",\"message\":\"the"
                                + " end tag is missing\",\"line\":12,\"url\":null}]}")
                .answers(
                        "GET /jobs/" + ID + "/errors/kinds",
                        "{\"kinds\":[{\"stage\":\"Import\",\"kind\":\"format\",\"count\":1,\"guid\":\"urn:x:2\",\"message\":\"the"
                            + " end tag is missing\"}]}");

        var ended = server.garner("job", "run-test", "coast", "--dry-run");

        assertThat(ended.status()).as(ended.err()).isEqualTo(ExitCode.RECORD_ERRORS);
        assertThat(ended.err())
                .contains(
                        "coast: job " + ID + " (incremental) was started",
                        "waits for its start",
                        "the listing is complete; records: 3",
                        "error: urn:x:2 (Import, format), line 12: the end tag is missing",
                        "ended: with errors");
        assertThat(ended.out())
                .contains("1 x Import, format; the first: urn:x:2: the end tag is missing", "garner job retry coast");
        assertThat(server.asked()).contains("POST /sources/s1/jobs {\"mode\":\"dry_run\"}");
    }

    @Test
    void aRunTestDescribesTheJobThatIsInTheWay() {
        server.answers("POST /sources/s1/jobs", 409, PROBLEM, "{\"code\":\"job-open\",\"job\":\"%s\"}".formatted(ID))
                .answers("GET /jobs/" + ID, job(ID, "Running", "", 0));

        var refused = server.garner("job", "run-test", "coast");

        assertThat(refused.status()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err())
                .contains(ID, "in the phase harvest", "last progress 2026-01-31T08:00:02Z", "--abort-open");
    }

    @Test
    void aRunTestAbortsTheJobThatIsInTheWayAndWaitsUntilItIsSettled() {
        server.answers("POST /sources/s1/jobs", 409, PROBLEM, "{\"code\":\"job-open\",\"job\":\"%s\"}".formatted(ID))
                .answers("POST /sources/s1/jobs", 202, "application/json", job(OTHER, "New", "", 0))
                .answers("POST /jobs/" + ID + "/abort", job(ID, "Finished", "aborted", 0))
                .answers("GET /jobs/" + ID, job(ID, "Running", "", 0))
                .answers("GET /jobs/" + ID, job(ID, "Finished", "aborted", 0))
                .answers(
                        "GET /jobs/" + OTHER + "/events",
                        200,
                        "text/event-stream",
                        events(job(OTHER, "Finished", "succeeded", 0)));

        var ended = server.garner("job", "run-test", "coast", "--abort-open");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("its open job " + ID + " was aborted", "job " + OTHER);
    }

    @Test
    void aStartThatIsRefusedSaysWhyInTheWordsOfTheServer() {
        server.answers("POST /sources/s1/jobs", 409, PROBLEM, "{\"detail\":\"The source coast has an open job.\"}");

        var refused = server.garner("job", "start", "coast", "--record", "urn:x:1");

        assertThat(refused.status()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).isEqualTo("The source coast has an open job.\n");
        assertThat(server.asked()).contains("POST /sources/s1/jobs {\"guids\":[\"urn:x:1\"],\"mode\":\"record\"}");
    }

    @ParameterizedTest
    @CsvSource({"--mode=sideways", "--mode=full --dry-run", "--record=x --dry-run", "--record=x --mode=full"})
    void modesThatDoNotFitAreWrongUsage(String options) {
        var all = ("job start coast " + options).split(" ");

        assertThat(server.garner(all).status()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aHeldJobTellsWhyAndWhatItWouldWithdraw() {
        server.answers("GET /jobs/" + ID, job(ID, "Finished", "held", 0))
                .answers(
                        "GET /jobs/" + ID + "/held?limit=1",
                        "{\"hold\":{\"rule\":\"halved\",\"reason\":\"Half is missing.\",\"missing\":60},\"held\":[]}")
                .answers(
                        "GET /jobs/" + ID + "/held?limit=1000",
                        "{\"held\":[{\"guid\":\"urn:x:1\",\"package_id\":\"p1\"}]}")
                .answers("GET /jobs/" + ID + "/held", 200, "text/csv", "guid,package_id,rule\r\nurn:x:1,p1,halved\r\n")
                .answers("POST /jobs/" + ID + "/reject", job(ID, "Finished", "held", 0));

        var held = server.garner("job", "held", ID);

        assertThat(held.err()).contains("Half is missing.", "garner job approve " + ID);
        assertThat(held.out()).isEqualTo("RECORD   DATASET\nurn:x:1  p1\n");
        assertThat(server.garner("job", "held", ID, "--csv").out())
                .isEqualTo("guid,package_id,rule\nurn:x:1,p1,halved\n");
        assertThat(server.garner("job", "reject", ID, "--note", "Back soon").status())
                .isZero();
        assertThat(server.asked()).contains("POST /jobs/" + ID + "/reject {\"note\":\"Back soon\"}");
    }

    @Test
    void aPlanShowsEachFieldAsItIsAndAsItWouldBe() {
        server.answers("GET /jobs/" + ID, job(ID, "Finished", "succeeded", 0))
                .answers(
                        "GET /jobs/" + ID + "/plan?limit=1000",
                        "{\"plan\":[{\"guid\":\"urn:x:1\",\"action\":\"updated\",\"held\":false,\"package_id\":\"p1\",\"name\":\"levels\",\"title\":\"Water"
                            + " levels\",\"changes\":{\"title\":[\"Levels\",\"Water"
                            + " levels\"]},\"more\":2}],\"settled\":true}");

        assertThat(server.garner("job", "plan", ID).out())
                .isEqualTo(
                        "updated  urn:x:1  Water levels\n    title: \"Levels\" -> \"Water levels\"\n    and 2 more\n");
    }
}
