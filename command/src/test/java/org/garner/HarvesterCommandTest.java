package org.garner;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What CKAN's command prints, against a server that answers as the descriptions of its APIs say. */
class HarvesterCommandTest {
    private static final String JOB = "0198c7a2-93d5-7c1e-8a52-5a1f0e6a7b10";
    private static final String SOURCE = "0198c7a2-0000-7c1e-8a52-5a1f0e6a7b11";
    private static final String SHOWN = """
        {"success":true,"result":{"id":"%s","name":"tides","url":"http://tides.example/waf/","type":"harvest","source_type":"waf",
         "active":true,"state":"active","frequency":"DAILY","status":{"job_count":3}}}
        """.formatted(SOURCE);
    private static final String BLOCK = """
        Source id: %s
        \tname: tides
        \turl: http://tides.example/waf/
        \ttype: waf
        \tactive: True
        \tfrequency: DAILY
        \tjobs: 3


        """.formatted(SOURCE);

    private final List<String> asked = new ArrayList<>();
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private HttpServer server;

    private record Answer(int status, String body) {}

    private record Result(int status, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            asked.add(body.isEmpty() ? request : request + " " + body);
            var answer = answer(request);
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        action("harvest_source_show", 200, SHOWN);
    }

    /** Of several answers each is given once, and the last one from then on. */
    private Answer answer(String request) {
        var prepared = answers.getOrDefault(
                request, new ArrayDeque<>(List.of(new Answer(404, "{\"detail\":\"There is nothing here.\"}"))));
        return prepared.size() > 1 ? prepared.removeFirst() : prepared.getFirst();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aSourceIsMadeAndShownWithTheirNumber() {
        action("harvest_source_create", 200, SHOWN);
        rest("GET /sources?limit=1000", "{\"sources\":[{\"id\":\"a\"},{\"id\":\"b\"}]}");

        var made = ckan(
                "source", "create", "tides", "http://tides.example/waf/", "waf", "", "no", "", "daily", "{\"a\":1}");

        assertThat(made.out())
                .as(made.err())
                .isEqualTo("Created new harvest source:\n" + BLOCK + "There are 2 harvest sources\n");
        assertThat(made.status()).isZero();
        assertThat(asked.getFirst())
                .isEqualTo(
                        "POST /api/3/action/harvest_source_create {\"active\":false,\"config\":\"{\\\"a\\\":1}\","
                            + "\"frequency\":\"daily\",\"name\":\"tides\",\"source_type\":\"waf\",\"url\":\"http://tides.example/waf/\"}");
    }

    @Test
    void whatIsWrongWithASourceIsToldByField() {
        action("harvest_source_create", 409, """
            {"success":false,"error":{"__type":"Validation Error","frequency":["Frequency hourly not recognised"]}}
            """);

        var refused = ckan("source", "create", "tides", "http://tides.example/waf/", "waf");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).isEqualTo("Validation error:\n\tfrequency: Frequency hourly not recognised\n");
        assertThat(ckan("source", "create", "tides", "u", "waf", "T", "perhaps").status())
                .isEqualTo(64);
    }

    @Test
    void aSourceIsShownOrSaidNotToBeThere() {
        assertThat(ckan("source", "show", "tides").out()).isEqualTo(BLOCK);

        action("harvest_source_show", 404, """
            {"success":false,"error":{"__type":"Not Found Error","message":"Not found: there is no harvest source"}}
            """);
        var missing = ckan("source", "show", "nowhere");

        assertThat(missing).isEqualTo(new Result(1, "", "Source <nowhere> not found.\n"));
    }

    @Test
    void allSourcesAreListedPageByPage() {
        var row = SHOWN.substring(SHOWN.indexOf("{\"id\""), SHOWN.lastIndexOf('}'));
        var page = IntStream.range(0, 200).mapToObj(any -> row).collect(Collectors.joining(","));
        action("harvest_source_list", 200, "{\"success\":true,\"result\":[" + page + "]}");
        Objects.requireNonNull(answers.get("POST /api/3/action/harvest_source_list"))
                .add(new Answer(200, "{\"success\":true,\"result\":[" + row + "]}"));

        assertThat(ckan("sources").out()).isEqualTo(BLOCK.repeat(201) + "There are 201 active harvest sources\n");
        assertThat(ckan("sources", "all").out()).isEqualTo(BLOCK + "There is 1 harvest source\n");
        assertThat(asked).hasSize(3);
        assertThat(asked.get(0)).contains("\"only_active\":true").doesNotContain("before");
        assertThat(asked.get(1)).contains("\"before\":\"" + SOURCE);
        assertThat(asked.get(2)).contains("\"only_active\":false");
    }

    @Test
    void aSourceIsRemovedByTheWordItWasNamedBy() {
        rest("DELETE /sources/" + SOURCE, "{}");

        assertThat(ckan("source", "remove", "tides").out()).isEqualTo("Removed harvest source: tides\n");
    }

    @Test
    void clearingWaitsUntilItIsDone() {
        rest("POST /sources/" + SOURCE + "/clear", operation("waiting", 0));
        rest("GET /operations/op", operation("done", 50));

        var cleared = ckan("source", "clear", "tides");

        assertThat(cleared.out()).as(cleared.err()).isEqualTo("Cleared harvest source: tides\n");
        assertThat(cleared.err()).contains("50 of 50");
        assertThat(asked).contains("POST /api/v1/sources/%s/clear {\"abort_open\":true}".formatted(SOURCE));

        rest("GET /operations/op", operation("failed", 7));
        assertThat(ckan("source", "clear", "tides").status()).isEqualTo(1);
    }

    @Test
    void theHistoryOfOneSourceOrOfAllIsCleared() {
        rest("POST /sources/" + SOURCE + "/clear-history", operation("done", 50));
        action(
                "harvest_sources_job_history_clear",
                200,
                "{\"success\":true,\"result\":[{\"id\":\"a\",\"operation\":\"op\"},{\"id\":\"b\",\"operation\":\"op\"}]}");
        rest("GET /operations/op", operation("done", 50));

        assertThat(ckan("source", "clear-history", "tides", "-k").out())
                .isEqualTo("Cleared job history of harvest source: tides\n");
        assertThat(asked.getLast()).contains("\"keep_current\":true").contains("\"abort_open\":false");
        assertThat(ckan("source", "clear_history").out())
                .isEqualTo("Cleared job history for all harvest sources: 2 source(s)\n");
    }

    @Test
    void aJobIsStartedAndShown() {
        rest("POST /sources/" + SOURCE + "/jobs", job("New", 0));
        rest("GET /jobs?status=New&limit=200", "{\"jobs\":[" + job("New", 0) + "]}");

        assertThat(ckan("job", "tides").out()).isEqualTo(jobBlock("New", 0) + "There is 1 new harvest job\n");
    }

    @Test
    void anOpenJobIsInTheWayOfAnother() {
        put(
                "POST /api/v1/sources/" + SOURCE + "/jobs",
                409,
                "{\"code\":\"job-open\",\"detail\":\"tides has the open job %s.\"}".formatted(JOB));

        assertThat(ckan("job", "tides")).isEqualTo(new Result(1, "", "tides has the open job %s.\n".formatted(JOB)));
    }

    @Test
    void jobsAreListedPageByPage() {
        rest("GET /jobs?limit=200", "{\"jobs\":[" + job("Running", 12) + "],\"next\":\"more\"}");
        rest("GET /jobs?limit=200&cursor=more", "{\"jobs\":[" + job("Finished", 3) + "]}");

        assertThat(ckan("jobs").out())
                .isEqualTo(jobBlock("Running", 12) + jobBlock("Finished", 3) + "There are 2 harvest jobs\n");
    }

    @Test
    void aJobIsAbortedByItsIdOrItsSource() {
        rest("GET /jobs/" + JOB, job("Running", 12));
        rest("GET /jobs?source=tides&limit=1", "{\"jobs\":[" + job("Running", 12) + "],\"next\":\"more\"}");
        rest("POST /jobs/" + JOB + "/abort", job("Finished", 12));

        for (var words : List.of(
                List.of("job-abort", JOB),
                List.of("job_abort", "tides"),
                List.of("job-abort", "--force", "--source", "tides"),
                List.of("job-abort", "tides", "--source", "--force"))) {
            assertThat(ckan(words.toArray(String[]::new)).out()).isEqualTo("Job status: Finished\n");
        }
        assertThat(asked).filteredOn(it -> it.contains("/abort")).hasSize(4);
    }

    @Test
    void aJobThatHasEndedNeedsNoAbortAndOneThatIsNotThereCannotHaveAny() {
        rest("GET /jobs/" + JOB, job("Finished", 12));
        put("POST /api/v1/jobs/" + JOB + "/abort", 409, "{\"detail\":\"It has ended already.\"}");

        assertThat(ckan("job-abort", JOB))
                .isEqualTo(new Result(0, "Job status: Finished\n", "It has ended already.\n"));
        assertThat(ckan("job-abort", "nowhere")).isEqualTo(new Result(1, "", "Job not found.\n"));
        assertThat(ckan("job-abort", "--force", "--source", "nowhere").status()).isZero();
        assertThat(ckan("job-abort").status()).isEqualTo(64);
        assertThat(ckan("job-abort", "a", "--source", "b").status()).isEqualTo(64);
    }

    @Test
    void aPurgeShowsFirstWhatThereIsAndAsksNothing() {
        rest("GET /queue", "{\"total\":{\"jobs\":2,\"orders\":3,\"objects\":1200},\"sources\":[]}");
        rest("POST /queue/purge", """
            {"total":{"jobs":1,"orders":2,"objects":700},"purged":[{"source":{"id":"s","name":"tides"},"job":"j1","status":"Running","created":"2026-01-01T00:00:00Z","stages":[]}]}
            """);

        var purged = ckan("purge-queues");

        assertThat(purged.err()).isEqualTo("In the queue: 2 open jobs, 3 orders, 1,200 records.\n");
        assertThat(purged.out()).isEqualTo("Purged job j1 of tides\nPurged: 1 open job, 2 orders, 700 records\n");
        assertThat(asked.getLast()).isEqualTo("POST /api/v1/queue/purge {}");
    }

    @Test
    void failedJobsAreAbortedInTheWordsOfTheAction() {
        action("harvest_abort_failed_jobs", 200, "{\"success\":true,\"result\":\"Done. Aborted jobs: 2\"}");

        assertThat(ckan("abort-failed-jobs", "3", "-i", "a,b", "-i", "c", "-e", "d")
                        .out())
                .isEqualTo("Done. Aborted jobs: 2\n");
        assertThat(asked.getLast()).endsWith("{\"exclude\":[\"d\"],\"include\":[\"a\",\"b\",\"c\"],\"life_span\":3}");
    }

    @Test
    void documentsAreReadAgainAndCounted() {
        action("harvest_objects_import", 200, "{\"success\":true,\"result\":17}");

        assertThat(ckan("import", "tides", "-j", "-g", "urn:x:1", "--segments", "15af")
                        .out())
                .isEqualTo("17 objects reimported\n");
        assertThat(asked.getLast()).endsWith("{\"guid\":\"urn:x:1\",\"segments\":\"15af\",\"source_id\":\"tides\"}");
    }

    @Test
    void theOtherVerbsDoWhatTheirActionsDo() {
        action("harvest_job_create_all", 200, "{\"success\":true,\"result\":[{},{}]}");
        action("harvesters_info_show", 200, "{\"success\":true,\"result\":[{\"name\":\"waf\"}]}");
        action("harvest_jobs_run", 200, "{\"success\":true,\"result\":[]}");
        action("harvest_sources_reindex", 200, "{\"success\":true,\"result\":true}");

        assertThat(ckan("job-all").out()).isEqualTo("Created 2 new harvest jobs\n");
        assertThat(ckan("harvesters_info").out()).contains("\"name\" : \"waf\"");
        assertThat(ckan("run").status()).isZero();
        assertThat(ckan("reindex").status()).isZero();
        assertThat(asked).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"initdb", "clean-harvest-log"})
    void whatTheServerDoesByItselfIsSaidAndDoneWithoutIt(String verb) {
        var done = run("harvester", "-c", "/etc/ckan/production.ini", verb);

        assertThat(done.status()).isZero();
        assertThat(done.err()).contains("Nothing to do");
        assertThat(asked).isEmpty();
    }

    @Test
    void aJobInTheForegroundSaysWhichOtherOneIsOpen() {
        rest("GET /sources/tides", """
            {"id":"%s","name":"tides","url":"u","type":"waf","title":"","notes":"","config":{},"active":true,
             "frequency":"DAILY","quiet_hours":[],"created":"2026-01-01T00:00:00Z","version":1}
            """.formatted(SOURCE));
        rest("GET /jobs/" + JOB, job("Running", 12));
        put(
                "POST /api/v1/sources/" + SOURCE + "/jobs",
                409,
                "{\"code\":\"job-open\",\"job\":\"%s\",\"detail\":\"no\"}".formatted(JOB));

        var refused = ckan("run-test", "tides", "force-import=urn:x:1");

        assertThat(refused.status()).as(refused.err()).isEqualTo(2);
        assertThat(refused.err()).contains("has an open job").contains(JOB);
        assertThat(asked.get(1)).contains("/jobs {", "\"guids\":[\"urn:x:1\"]", "\"mode\":\"record\"");
        assertThat(ckan("run-test", "tides", "urn:x:1").status()).isEqualTo(64);
    }

    @Test
    void theSettingsOfCkanMayBeNamedAnywhere() {
        rest("GET /jobs?limit=200", "{\"jobs\":[]}");

        assertThat(ckan("-c", "/etc/ckan/production.ini", "jobs").out()).isEqualTo("There are 0 harvest jobs\n");
        assertThat(ckan("jobs", "--config=/etc/ckan/production.ini").status()).isZero();
    }

    @Test
    void whateverGoesWrongEndsWith1AndWrongUsageWith64() {
        server.stop(0);

        assertThat(ckan("jobs").status()).isEqualTo(1);
        assertThat(run("harvester").status()).isEqualTo(64);
        assertThat(ckan("gather").status()).isEqualTo(64);
        assertThat(run("harvester", "--help").out()).contains("purge-queues", "gather-consumer", "Exit status");
    }

    private static String operation(String state, int done) {
        return """
            {"id":"op","kind":"clear","source":{"id":"%s","name":"tides"},"state":"%s","total":50,"done":%d,
             "created":"2026-01-01T00:00:00Z","asked_by":"admin"}
            """.formatted(SOURCE, state, done);
    }

    private static String job(String status, int gathered) {
        return """
            {"id":"%s","source":{"id":"%s","name":"tides"},"status":"%s","outcome":null,"phase":"harvest","mode":"full",
             "last_progress":"2026-01-01T00:00:00Z","listing":{"errors":1},"counts":{"gathered":%d}}
            """.formatted(JOB, SOURCE, status, gathered);
    }

    private static String jobBlock(String status, int gathered) {
        return """
            \tJob id: %s
            \t\tstatus: %s
            \t\tsource: %s
            \t\tobjects: %d
            \t\tgather_errors: 1
            """.formatted(JOB, status, SOURCE, gathered);
    }

    private void action(String name, int status, String body) {
        put("POST /api/3/action/" + name, status, body);
    }

    private void rest(String request, String body) {
        put(request.replace(" /", " /api/v1/"), 200, body);
    }

    private void put(String request, int status, String body) {
        answers.put(request, new ArrayDeque<>(List.of(new Answer(status, body))));
    }

    private Result ckan(String... words) {
        var all = new ArrayList<>(List.of("harvester"));
        all.addAll(List.of(words));
        all.addAll(List.of("--server", "http://localhost:" + server.getAddress().getPort(), "--token", "letmein"));
        return run(all.toArray(String[]::new));
    }

    private static Result run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var status = Garner.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Result(status, out.toString(), err.toString());
    }
}
