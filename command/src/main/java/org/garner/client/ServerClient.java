package org.garner.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Garner's job-control API, {@code /api/v1}, as it is asked; what it is asked for stands in {@link SourcesClient}, {@link JobsClient} and their like. */
public final class ServerClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final JsonMapper json = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI server;
    private final String token;

    public ServerClient(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    public URI server() {
        return server;
    }

    /** Sends a request, and gives what was answered. */
    public <T> Answered<T> ask(String method, String path, @Nullable Object body, Class<T> type) {
        return read(send(method, path, body), type);
    }

    /**
     * Hands over the rows of a list, page by page.
     *
     * @param path with its parameters, if any, but neither cursor nor limit
     * @param member the member of each page that holds the rows
     * @param perPage how many rows a page may have
     * @return how many there were, at most {@code most}
     */
    public <T> long each(
            String path, String member, int perPage, long most, Class<T> type, Consumer<Answered<T>> take) {
        var join = path.contains("?") ? "&" : "?";
        String cursor = null;
        var left = most;
        do {
            var page = send(
                    "GET",
                    path
                            + join
                            + "limit="
                            + Math.min(perPage, left)
                            + (cursor == null ? "" : "&cursor=" + encoded(cursor)),
                    null);
            var rows = page.path(member);
            rows.forEach(row -> take.accept(read(row, type)));
            left -= rows.size();
            var next = page.path("next").asString("");
            cursor = next.isEmpty() || rows.isEmpty() ? null : next;
        } while (cursor != null && left > 0);
        return most - left;
    }

    /** Copies an answer in another format, such as {@code text/csv}, line by line as it comes. */
    public void copy(String path, String type, Consumer<String> line) {
        var address = address("/api/v1" + path);
        try {
            var reply = http.send(
                    to(address)
                            .header("Accept", type + ", application/problem+json")
                            .build(),
                    HttpResponse.BodyHandlers.ofLines());
            try (var lines = reply.body()) {
                if (reply.statusCode() >= 300) {
                    var body = lines.collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
                    throw ServerException.refused(address, reply.statusCode(), read(body));
                }
                lines.forEach(line);
            }
        } catch (IOException | UncheckedIOException e) {
            throw ServerException.unreachable(server, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ServerException.unreachable(server, e);
        }
    }

    /**
     * Hears the lines of a stream until the server ends it.
     *
     * @param silence a server of which nothing is heard for so long is gone, whatever the connection says
     */
    void listen(String path, String type, Duration silence, Consumer<String> take) throws InterruptedException {
        var address = address("/api/v1" + path);
        var request = to(address)
                .header("Accept", type + ", application/problem+json")
                .build();
        try {
            var reply = new LineStream(silence, take).hear(http, request);
            if (reply.statusCode() >= 300) {
                throw ServerException.refused(
                        address, reply.statusCode(), read(reply.body().getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw ServerException.unreachable(server, e);
        }
    }

    <T> Answered<T> read(JsonNode body, Class<T> type) {
        return new Answered<>(json.treeToValue(body, type), body);
    }

    private JsonNode send(String method, String path, @Nullable Object body) {
        return send(method, address("/api/v1" + path), body);
    }

    /** Calls an action of CKAN's Action API, and gives its envelope. */
    JsonNode act(String action, Object parameters) {
        return send("POST", address("/api/3/action/" + action), parameters);
    }

    private JsonNode send(String method, URI address, @Nullable Object body) {
        var request = to(address)
                .timeout(PATIENCE)
                .header("Accept", "application/json, application/problem+json")
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build();
        try {
            var reply = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            var read = read(reply.body());
            if (reply.statusCode() >= 300) {
                throw ServerException.refused(address, reply.statusCode(), read);
            }
            return read;
        } catch (IOException e) {
            throw ServerException.unreachable(server, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ServerException.unreachable(server, e);
        }
    }

    private URI address(String path) {
        return URI.create(server.toString().replaceAll("/+$", "") + path);
    }

    private HttpRequest.Builder to(URI address) {
        return HttpRequest.newBuilder(address).header("Authorization", "Bearer " + token);
    }

    private JsonNode read(byte[] body) {
        try {
            return body.length == 0 ? json.createObjectNode() : json.readTree(body);
        } catch (JacksonException e) {
            return json.createObjectNode().put("detail", new String(body, StandardCharsets.UTF_8));
        }
    }

    /** As a parameter or a part of a path. */
    public static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
