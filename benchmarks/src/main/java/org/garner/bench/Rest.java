package org.garner.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks for JSON. */
final class Rest implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String token;

    /** @param token the bearer token, or nothing */
    Rest(String token) {
        this.token = token;
    }

    JsonNode get(URI address) {
        return send(request(address).GET().build());
    }

    JsonNode post(URI address) {
        return send(request(address).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    private HttpRequest.Builder request(URI address) {
        var request = HttpRequest.newBuilder(address).timeout(PATIENCE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest request) {
        try {
            var reply = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (reply.statusCode() != 200) {
                throw new BenchmarkException("%s %s answered %d, expected 200: %.400s"
                        .formatted(request.method(), request.uri(), reply.statusCode(), reply.body()));
            }
            return JsonMapper.shared().readTree(reply.body());
        } catch (IOException e) {
            throw new BenchmarkException("%s %s: no answer (%s)".formatted(request.method(), request.uri(), e), e);
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
