package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP side of control as an operator with curl sees it, and health and metrics of every room. */
final class Api {
    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI control;
    private final String token;

    Api(URI control, String token) {
        this.control = control;
        this.token = token;
    }

    /** A job's counts, as its resource shows them. */
    record Counts(
            long gathered,
            long duplicates,
            long added,
            long updated,
            long unchanged,
            long deleted,
            long errored,
            long cancelled) {
        /** All ways in which a gathered record can end (law 2). */
        long ended() {
            return added + updated + unchanged + errored + cancelled;
        }
    }

    /** Makes a source and starts a job of it. */
    UUID harvest(String name, String type, URI url) {
        var source = post("/api/v1/sources", Map.of("url", url.toString(), "type", type, "name", name), 201);
        assertText(source, "name", name);
        return startAgain(name);
    }

    /** Starts another job of a source. */
    UUID startAgain(String name) {
        return UUID.fromString(post("/api/v1/sources/" + name + "/jobs", Map.of(), 202)
                .path("id")
                .asString());
    }

    /**
     * What was answered.
     *
     * @param id of the job that was started, or of the one that is in the way
     */
    record Started(int status, UUID id) {}

    /** Asks for a job of a source, which may be refused. */
    Started askToStart(String name) {
        var answer =
                send(request(control, "/api/v1/sources/" + name + "/jobs").POST(HttpRequest.BodyPublishers.noBody()));
        var body = json.readTree(answer.body());
        var id = body.path(answer.statusCode() == 202 ? "id" : "job");
        if (id.isMissingNode()) {
            throw new AssertionError(
                    "%s answered %d without a job: %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
        }
        return new Started(answer.statusCode(), UUID.fromString(id.asString()));
    }

    JsonNode job(UUID job) {
        return read(send(request(control, "/api/v1/jobs/" + job).GET()), 200);
    }

    void abort(UUID job) {
        assertText(post("/api/v1/jobs/" + job + "/abort", Map.of(), 200), "status", "Finished");
    }

    /** False when the job has ended already. */
    boolean abortIfOpen(UUID job) {
        var path = "/api/v1/jobs/" + job + "/abort";
        var answer = send(request(control, path).POST(HttpRequest.BodyPublishers.noBody()));
        if (answer.statusCode() == 409) {
            assertThat(answer.body()).contains("has ended already");
            return false;
        }
        assertText(read(answer, 200), "status", "Finished");
        return true;
    }

    void resume(UUID job) {
        // A small job may have ended again before the answer is written.
        assertThat(post("/api/v1/jobs/" + job + "/resume", Map.of(), 202)
                        .path("epoch")
                        .asInt())
                .isGreaterThan(1);
    }

    /** Approves the withdrawal that a job holds. */
    void approve(UUID job) {
        var unused = post("/api/v1/jobs/" + job + "/approve", Map.of(), 202);
    }

    /** Begins to clear a source; returns the operation. */
    UUID clear(String source) {
        return UUID.fromString(post("/api/v1/sources/" + source + "/clear", Map.of(), 202)
                .path("id")
                .asString());
    }

    JsonNode operation(UUID operation) {
        return read(send(request(control, "/api/v1/operations/" + operation).GET()), 200);
    }

    /** Purges the queue: all of it, or that of one source. */
    JsonNode purge(@Nullable String source) {
        return post("/api/v1/queue/purge", source == null ? Map.of() : Map.of("source", source), 200);
    }

    /** What went wrong in a job, in words; at most a page. */
    List<String> errors(UUID job) {
        var messages = new ArrayList<String>();
        read(send(request(control, "/api/v1/jobs/%s/errors".formatted(job)).GET()), 200)
                .path("errors")
                .forEach(error -> messages.add(error.path("message").asString()));
        return messages;
    }

    /** What the status page says is down, and why; or why there is no such page. */
    List<String> problems() {
        HttpResponse<String> answer;
        try {
            answer = send(request(control, "/api/v1/status").GET());
        } catch (java.io.UncheckedIOException e) {
            return List.of("No status page: " + e.getMessage());
        }
        if (answer.statusCode() != 200) {
            return List.of("No status page: %d %s".formatted(answer.statusCode(), answer.body()));
        }
        var problems = new ArrayList<String>();
        json.readTree(answer.body()).path("parts").forEach(part -> {
            if (!part.path("problem").asString("").isEmpty()) {
                problems.add(part.path("name").asString() + ": "
                        + part.path("problem").asString());
            }
        });
        return problems;
    }

    Counts counts(JsonNode job) {
        var counts = job.path("counts");
        return new Counts(
                counts.path("gathered").asLong(),
                counts.path("duplicates").asLong(),
                counts.path("added").asLong(),
                counts.path("updated").asLong(),
                counts.path("unchanged").asLong(),
                counts.path("deleted").asLong(),
                counts.path("errored").asLong(),
                counts.path("cancelled").asLong());
    }

    /** How many datasets of a source the Action API finds. */
    long found(UUID source) {
        var query = "/api/3/action/package_search?rows=0&fq="
                + URLEncoder.encode("harvest_source_id:" + source, StandardCharsets.UTF_8);
        return read(send(request(control, query).GET()), 200)
                .path("result")
                .path("count")
                .asLong();
    }

    /** The ids of all datasets of a source that the Action API finds, page by page. */
    List<UUID> ids(UUID source) {
        var ids = new ArrayList<UUID>();
        for (var before = -1; before < ids.size(); ) {
            before = ids.size();
            var query = "/api/3/action/package_search?rows=1000&sort=id+asc&start=%d&fq=%s"
                    .formatted(before, URLEncoder.encode("harvest_source_id:" + source, StandardCharsets.UTF_8));
            read(send(request(control, query).GET()), 200)
                    .path("result")
                    .path("results")
                    .forEach(dataset ->
                            ids.add(UUID.fromString(dataset.path("id").asString())));
        }
        return ids;
    }

    /** The names of the series in a scrape of this process. */
    List<String> series(URI room) {
        var scrape = send(request(room, "/actuator/prometheus").GET());
        if (scrape.statusCode() != 200) {
            throw new AssertionError("%s/actuator/prometheus answered %d".formatted(room, scrape.statusCode()));
        }
        return scrape.body()
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .toList();
    }

    /** The status of a resource; 0 when nobody answers. */
    int status(URI room, String path) {
        try {
            return http.send(request(room, path).GET().build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode post(String path, Map<String, String> body, int expected) {
        var text =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json(body));
        return read(send(request(control, path).POST(text)), expected);
    }

    private String json(Map<String, String> body) {
        return json.writeValueAsString(body);
    }

    private JsonNode read(HttpResponse<String> answer, int expected) {
        if (answer.statusCode() != expected) {
            throw new AssertionError("%s answered %d, expected %d: %s"
                    .formatted(answer.uri(), answer.statusCode(), expected, answer.body()));
        }
        return json.readTree(answer.body());
    }

    private HttpRequest.Builder request(URI room, String path) {
        return HttpRequest.newBuilder(URI.create(room + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void assertText(JsonNode json, String member, String expected) {
        if (!json.path(member).asString("").equals(expected)) {
            throw new AssertionError("Expected %s to be %s in %s".formatted(member, expected, json));
        }
    }

    /** The name of a series without its labels and value. */
    static String nameOf(String series) {
        return series.split("[{ ]", 2)[0];
    }

    static String names(List<String> series) {
        return series.stream().map(Api::nameOf).distinct().sorted().collect(Collectors.joining(" "));
    }
}
