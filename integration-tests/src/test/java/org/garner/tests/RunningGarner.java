package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.garner.client.JobReport;
import org.garner.client.JobsClient;
import org.garner.client.NewSource;
import org.garner.client.ServerClient;
import org.garner.client.SourcesClient;
import org.garner.standalone.StandaloneServer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole Garner in this JVM on an empty folder, asked as its users ask it; {@code localhost} may be harvested, other inner hosts may not. */
final class RunningGarner implements AutoCloseable {
    private static final Duration LONGEST_JOB = Duration.ofMinutes(2);
    private static final List<String> STATS =
            List.of("added", "updated", "unchanged", "deleted", "errored", "cancelled");

    private final StandaloneServer server;
    private final ServerClient client;
    private final SourcesClient sources;
    private final JobsClient jobs;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningGarner(StandaloneServer server) {
        this.server = server;
        this.client = new ServerClient(server.url(), server.token().value());
        this.sources = new SourcesClient(client);
        this.jobs = new JobsClient(client);
    }

    static RunningGarner start(String folder) {
        return new RunningGarner(StandaloneServer.start(
                new StandaloneServer.Settings(emptyFolder(folder), "127.0.0.1", 0, Set.of("localhost"))));
    }

    /** A folder below {@code target} without anything in it. */
    static Path emptyFolder(String name) {
        var folder = Clone.root().resolve("integration-tests/target").resolve(name);
        try {
            if (Files.exists(folder)) {
                try (var all = Files.walk(folder)) {
                    for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(each);
                    }
                }
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a job to its end and returns what came of it; checks law 2, that the counts add up. */
    JobReport harvest(URI url, String type) {
        return ended(start(url, type, false));
    }

    JobReport harvestInFull(URI url, String type) {
        return ended(start(url, type, true));
    }

    /** Starts a job of the source with this address and type, which is made when it does not exist. */
    String start(URI url, String type, boolean full) {
        return start(new NewSource(url.toString(), type, null, null, null, null), full);
    }

    /** The same of a source with more settings. */
    String start(NewSource wanted, boolean full) {
        var source = sources.add(wanted);
        var started = sources.startOrFind(source.id(), full);
        assertThat(started.wasOpen()).as("a job of %s was open", wanted).isFalse();
        return started.id();
    }

    /** Asks for a job of the source with this address and type, which is made when it does not exist; returns the job, or the problem. */
    JsonNode ask(URI url, String type, String body) {
        return ask(new NewSource(url.toString(), type, null, null, null, null), body);
    }

    private JsonNode ask(NewSource wanted, String body) {
        var source = sources.add(wanted);
        return post("/api/v1/sources/%s/jobs".formatted(source.id()), body);
    }

    /** Runs such a job to its end. */
    JobReport run(URI url, String type, String body) {
        return run(new NewSource(url.toString(), type, null, null, null, null), body);
    }

    JobReport run(NewSource wanted, String body) {
        var job = ask(wanted, body);
        assertThat(job.has("id")).as("a job of %s: %s", wanted, job).isTrue();
        return ended(job.path("id").asString());
    }

    /** Tells a job to abort, or to resume. */
    JsonNode tell(String job, String what) {
        return send(
                "/api/v1/jobs/%s/%s".formatted(job, what),
                request -> request.POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** Waits for the end of a job. */
    JobReport ended(String id) {
        var until = System.nanoTime() + LONGEST_JOB.toNanos();
        var job = jobs.show(id).value();
        while (!job.isFinished()) {
            assertThat(System.nanoTime())
                    .as("job %s goes on for longer than %s: %s", id, LONGEST_JOB, job)
                    .isLessThan(until);
            pause();
            job = jobs.show(id).value();
        }
        var report = JobReport.of(job, jobs.errors(id, JobReport.ERRORS_SHOWN), 0);
        assertThat(report.gathered())
                .as("gathered is the sum of what became of the records (law 2): %s", report)
                .isEqualTo(report.stat("added")
                        + report.stat("updated")
                        + report.stat("unchanged")
                        + report.stat("errored")
                        + report.stat("cancelled"));
        return report;
    }

    /** The numbers of a report that are not zero, such as {@code with_errors: gathered 3, added 2, errored 1}. */
    static String summary(JobReport report) {
        var numbers = STATS.stream()
                .filter(name -> report.stat(name) > 0)
                .map(name -> ", %s %d".formatted(name, report.stat(name)))
                .collect(Collectors.joining());
        return "%s: gathered %d%s".formatted(report.outcome(), report.gathered(), numbers);
    }

    /** Waits until the index shows the catalogue as it is. */
    void awaitIndex() {
        var until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!rows("select package_id from package_index where indexed_revision is distinct from revision limit 1")
                .isEmpty()) {
            assertThat(System.nanoTime())
                    .as("the index does not follow within 30 s")
                    .isLessThan(until);
            pause();
        }
    }

    /** The result of an action of the CKAN API. */
    JsonNode action(String name, Map<String, String> parameters) {
        var query = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var answer = get("/api/3/action/" + name + "?" + query);
        assertThat(answer.path("success").asBoolean())
                .as("%s %s: %s", name, parameters, answer)
                .isTrue();
        return answer.path("result");
    }

    /** The datasets that a search finds. */
    List<JsonNode> search(Map<String, String> parameters) {
        var result = action("package_search", parameters);
        var found = new ArrayList<JsonNode>();
        result.path("results").forEach(found::add);
        return found;
    }

    /** The dataset of a harvested record, as the search finds it. */
    List<JsonNode> searchByGuid(JobReport report, String guid) {
        return search(Map.of("q", "guid:\"%s\"".formatted(guid), "fq", ofSource(report)));
    }

    /** A filter for the datasets of a job's source. */
    static String ofSource(JobReport report) {
        return "harvest_source_title:\"%s\"".formatted(report.source());
    }

    /** The records that a held job would withdraw. */
    List<String> held(JobReport report) {
        var held = new ArrayList<String>();
        get("/api/v1/jobs/" + report.job() + "/held")
                .path("held")
                .forEach(each -> held.add(each.path("guid").asString()));
        return held;
    }

    JsonNode get(String path) {
        return send(path, request -> request);
    }

    /** The answer of the endpoint to a request with this JSON as its body, or with none; a problem is an answer too. */
    JsonNode post(String path, String body) {
        return send(
                path,
                request -> request.header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode send(String path, UnaryOperator<HttpRequest.Builder> with) {
        return JsonMapper.shared().readTree(text(path, with));
    }

    /** What is answered to a request, as it came. */
    String text(String path, UnaryOperator<HttpRequest.Builder> with) {
        var request = with.apply(HttpRequest.newBuilder(server.url().resolve(path)))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + server.token().value())
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking for " + path, e);
        }
    }

    /** Its database, a connection for each use. */
    DataSource database() {
        var postgres = server.stack().postgres();
        return new DriverManagerDataSource(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    /** Rows of the database, each as its columns joined by a blank. */
    List<String> rows(String sql) {
        var postgres = server.stack().postgres();
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                var row = new ArrayList<String>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(String.valueOf(rows.getString(column)));
                }
                found.add(String.join(" ", row));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("Postgres refused: " + sql, e);
        }
    }

    /** Changes the database as only a test may. */
    void change(String sql) {
        JdbcClient.create(database()).sql(sql).update();
    }

    StandaloneServer server() {
        return server;
    }

    static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        client.close();
        server.close();
    }
}
