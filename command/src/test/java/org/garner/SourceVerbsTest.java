package org.garner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.garner.console.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The verbs of sources, records, the queue and the whole installation against a server that answers as the description of the endpoint says. */
class SourceVerbsTest {
    private static final String OPERATION = """
        {"id":"o1","kind":"clear","source":{"id":"s1","name":"coast"},"keep_current":null,"state":"STATE","total":40,"done":DONE,
         "created":"2026-01-31T08:00:00Z","started":null,"finished":null,"asked_by":"api","reason":null}\
        """;
    private static final String QUEUE = """
        {"total":{"jobs":1,"orders":2,"objects":1200},"sources":[{"source":{"id":"s1","name":"coast"},"job":"j1","status":"Running",
         "created":"2026-01-31T08:00:00Z","stages":[{"stage":"fetch","orders":2,"accepted":1,"ordered":100,"waiting":1100,"oldest_seconds":7.4}]}]}\
        """;

    private AnsweringServer server;

    @BeforeEach
    void start() throws IOException {
        server = new AnsweringServer()
                .answers("GET /sources/coast", source("s1", "coast"))
                .answers(
                        "GET /sources/s1/summary",
                        "{\"source\":{\"id\":\"s1\",\"name\":\"coast\"},\"datasets\":38,\"jobs\":7,\"last_job\":null}");
    }

    @AfterEach
    void stop() {
        server.close();
        System.clearProperty("garner.terminal");
    }

    private static String source(String id, String name) {
        return """
            {"id":"%s","name":"%s","url":"https://coast.example/csw","type":"csw","title":"Coast","notes":"","config":{"page_size":7},
             "publisher":"coast-watch","active":true,"frequency":"DAILY","quiet_hours":["22:00-06:00 UTC"],
             "next_run":"2026-02-01T06:30:00Z","paused":null,"created":"2026-01-01T00:00:00Z","version":1}\
            """.formatted(id, name).replace("\n", "");
    }

    private static String operation(String state, int done) {
        return OPERATION.replace("STATE", state).replace("DONE", Integer.toString(done));
    }

    @Test
    void sourcesAreListedByWhatTheyAre() {
        server.answers(
                "GET /sources?active=true&q=co%20ast&type=csw&limit=1000",
                "{\"sources\":[" + source("s1", "coast") + "]}");

        var listed = server.garner("source", "list", "--type", "csw", "--search", "co ast", "--active");

        assertThat(listed.out()).isEqualTo("""
            NAME   TYPE  STATE   FREQUENCY  NEXT RUN              PUBLISHER    URL
            coast  csw   active  DAILY      2026-02-01T06:30:00Z  coast-watch  https://coast.example/csw
            """);
    }

    @Test
    void aSourceIsNamedByItsAddressAndSeveralAtOneAddressAreListed() {
        server.answers("GET /sources/s1", source("s1", "coast"))
                .answers(
                        "GET /sources?url=https%3A%2F%2Fcoast.example%2Fcsw%2F&limit=1000",
                        "{\"sources\":[" + source("s1", "coast") + "]}")
                .answers(
                        "GET /sources?url=https%3A%2F%2Fboth.example&limit=1000",
                        "{\"sources\":[%s,%s]}".formatted(source("s1", "coast"), source("s2", "coast-2")));

        var shown = server.garner("source", "show", "https://coast.example/csw/");
        var both = server.garner("source", "pause", "https://both.example");

        assertThat(shown.status()).as(shown.err()).isZero();
        assertThat(shown.out())
                .contains("coast (csw): Coast", "quiet hours 22:00-06:00 UTC", "38 datasets in the catalogue, 7 jobs");
        assertThat(both.status()).isEqualTo(ExitCode.USAGE);
        assertThat(both.err()).contains("coast  csw  s1", "coast-2  csw  s2");
    }

    @Test
    void aSourceIsAddedAndEditedByTheMembersThatWereGiven() {
        server.answers("POST /sources", source("s1", "coast")).answers("PATCH /sources/s1", source("s1", "coast"));

        var added = server.garner(
                "source",
                "add",
                "https://coast.example/csw",
                "--type",
                "csw",
                "--config",
                "{\"page_size\":7}",
                "--inactive");
        server.garner("source", "set", "coast", "--frequency", "30 6 * * MON-FRI Europe/London", "--quiet-hours", "");
        server.garner("source", "resume", "coast");

        assertThat(added.out()).isEqualTo("coast\n");
        assertThat(server.asked())
                .contains(
                        "POST /sources"
                            + " {\"active\":false,\"config\":{\"page_size\":7},\"type\":\"csw\",\"url\":\"https://coast.example/csw\"}",
                        "PATCH /sources/s1 {\"frequency\":\"30 6 * * MON-FRI Europe/London\",\"quiet_hours\":[]}",
                        "PATCH /sources/s1 {\"active\":true}");
        assertThat(server.garner("source", "set", "coast").status()).isEqualTo(ExitCode.USAGE);
        assertThat(server.garner("source", "set", "coast", "--config", "[1]").status())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void withoutATerminalNothingIsClearedUnlessYesIsSaid() {
        var refused = server.garner("source", "clear", "coast");

        assertThat(refused.status()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err())
                .contains("withdraws its 38 datasets", "it keeps 7 jobs", "say --yes", "Nothing was done");
        assertThat(server.asked()).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    void onATerminalItAsksAndANoIsANo() {
        System.setProperty("garner.terminal", "true");
        var before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(server.garner("source", "delete", "coast").status()).isEqualTo(ExitCode.FAILED);
            assertThat(server.asked()).noneMatch(request -> request.startsWith("DELETE"));

            server.answers("DELETE /sources/s1", "{\"detail\":\"coast takes no jobs any more.\"}");
            System.setIn(new ByteArrayInputStream("y\n".getBytes(StandardCharsets.UTF_8)));
            var deleted = server.garner("source", "delete", "coast");

            assertThat(deleted.status()).as(deleted.err()).isZero();
            assertThat(deleted.err()).contains("Go on? [y/N]", "coast takes no jobs any more.");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void workOnAWholeSourceIsFollowedToItsEnd() {
        server.answers("POST /sources/s1/clear", 202, "application/json", operation("waiting", 0))
                .answers("GET /operations/o1", operation("running", 20))
                .answers("GET /operations/o1", operation("done", 40));

        var cleared = server.garner("source", "clear", "coast", "--yes", "--abort-open");

        assertThat(cleared.status()).as(cleared.err()).isZero();
        assertThat(cleared.err()).contains("clear of coast: running, 20 of 40", "clear of coast: done, 40 of 40");
        assertThat(server.asked()).contains("POST /sources/s1/clear {\"abort_open\":true}");
    }

    @Test
    void workThatFailedEndsWith2AndNobodyNeedWait() {
        server.answers("DELETE /sources/s1?datasets=withdraw&abort_open=false", operation("waiting", 0))
                .answers("POST /sources/s1/clear-history", operation("waiting", 0))
                .answers("GET /operations/o1", operation("failed", 20));

        var failed = server.garner("source", "delete", "coast", "--with-datasets", "--yes");
        var begun = server.garner("source", "clear-history", "coast", "--keep-current", "--yes", "--no-wait", "--json");

        assertThat(failed.status()).isEqualTo(ExitCode.FAILED);
        assertThat(begun.status()).isZero();
        assertThat(begun.out()).contains("\"state\":\"waiting\"");
        assertThat(server.asked())
                .contains("POST /sources/s1/clear-history {\"abort_open\":false,\"keep_current\":true}");
    }

    @Test
    void aPurgeShowsTheCountsFirstAndPurgesNoMoreThanItShowed() {
        server.answers("GET /queue", QUEUE).answers("POST /queue/purge", QUEUE.replace("\"sources\":", "\"purged\":"));

        assertThat(server.garner("queue", "purge").status()).isEqualTo(ExitCode.USAGE);
        var purged = server.garner("queue", "purge", "--yes");

        assertThat(purged.status()).as(purged.err()).isZero();
        assertThat(purged.out()).contains("coast", "1,100");
        assertThat(purged.err()).contains("1 open job, 2 orders, 1,200 records", "1 job was ended");
        assertThat(server.asked()).contains("POST /queue/purge {\"expect\":{\"jobs\":1,\"objects\":1200}}");
    }

    @Test
    void aRecordIsShownAndFetchedAgainByItsName() {
        server.answers(
                        "GET /sources/s1/records/https%3A%2F%2Fa.example%2F1%202?limit=1",
                        "{\"guid\":\"https://a.example/1"
                            + " 2\",\"record\":null,\"history\":[{\"job\":\"j1\",\"state\":\"ERROR\",\"outcome\":\"errored\",\"attempt\":2,\"worker\":\"fetch-1\",\"times\":{\"gathered\":\"2026-01-31T08:00:00Z\",\"fetched\":null,\"ended\":\"2026-01-31T08:00:03Z\"},\"errors\":[{\"stage\":\"Fetch\",\"kind\":\"transport\",\"message\":\"It"
                            + " answered 500\",\"line\":null}]}]}")
                .answers(
                        "POST /sources/s1/jobs",
                        202,
                        "application/json",
                        "{\"id\":\"j2\",\"source\":{\"id\":\"s1\",\"name\":\"coast\"},\"status\":\"New\",\"mode\":\"record\"}");

        var shown = server.garner("record", "show", "coast", "https://a.example/1 2");
        var fetched = server.garner("record", "refetch", "coast", "a", "b");

        assertThat(shown.out()).contains("never read successfully", "job j1: errored, attempt 2", "It answered 500");
        assertThat(fetched.out()).isEqualTo("j2\n");
        assertThat(server.asked()).contains("POST /sources/s1/jobs {\"guids\":[\"a\",\"b\"],\"mode\":\"record\"}");
    }

    @Test
    void theStatusIsOneScreenAndItsExitStatusSaysWhetherAllWorks() {
        var status = """
            {"safe_to_restart":{"safe":true,"reason":"Yes: a restart loses nothing."},
             "parts":[{"name":"database","state":"up","problem":null},{"name":"solr","state":"SOLR","problem":PROBLEM}],
             "leader":{"holder":"4711-0f8e","epoch":3,"beat":"2026-01-31T08:00:00Z","alive":true,"here":true},
             "workers":[{"kind":"fetch","working":1,"draining":0,"dead":0,"orders":0,"objects":0}],
             "open_jobs":0,"jobs":[],"backlog":[{"stage":"fetch","objects":1200,"oldest_seconds":3.2}],
             "index":{"pending":0,"refused":0,"lag_seconds":0.0},
             "failures":[{"job":"j1","source":"coast","finished":"2026-01-31T07:00:00Z","reason":"It could not be listed."}]}\
            """;
        server.answers("GET /status", status.replace("SOLR", "up").replace("PROBLEM", "null"))
                .answers("GET /status", status.replace("SOLR", "down").replace("PROBLEM", "\"It does not answer\""));

        var well = server.garner("status");
        var ill = server.garner("status");

        assertThat(well.status()).as(well.err()).isZero();
        assertThat(well.out())
                .contains("Yes: a restart loses nothing.", "4711-0f8e, leads", "1,200", "It could not be listed.");
        assertThat(ill.status()).isEqualTo(ExitCode.FAILED);
        assertThat(ill.out()).contains("solr DOWN (It does not answer)");
    }

    @Test
    void workersAreAskedToRestartByTheirKind() {
        server.answers("POST /workers/fetch/restart", 202, "application/json", "{\"workers\":[]}");

        assertThat(server.garner("workers", "restart", "fetch").err()).contains("next heartbeat");
    }

    @Test
    void everyVerbHasAnExampleInItsHelp() {
        var verbs = Garner.commandLine().getSubcommands();
        for (var noun :
                new String[] {"source", "job", "record", "queue", "workers", "operation", "status", "schedule"}) {
            var command = Objects.requireNonNull(verbs.get(noun));
            var own = command.getSubcommands();
            (own.isEmpty() ? Map.of(noun, command) : own)
                    .forEach((name, verb) -> assertThat(verb.getUsageMessage())
                            .as("%s %s", noun, name)
                            .contains("Example: garner " + noun));
        }
        assertThat(Garner.commandLine().getUsageMessage())
                .contains("What is going on:", "garner")
                .doesNotContain("Others:");
    }
}
