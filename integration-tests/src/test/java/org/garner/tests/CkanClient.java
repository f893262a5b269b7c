package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls actions exactly as the Python library ckanapi does: POST of a JSON object to {@code api/action/NAME}, the key raw in two headers, no redirect
 * followed; and tells errors apart as it does.
 */
final class CkanClient implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI site;
    private final @Nullable String key;

    private CkanClient(URI site, @Nullable String key) {
        this.site = site;
        this.key = key;
    }

    static CkanClient anonymous(RunningGarner garner) {
        return new CkanClient(garner.server().url(), null);
    }

    static CkanClient sysadmin(RunningGarner garner) {
        return new CkanClient(garner.server().url(), garner.server().token().value());
    }

    /** The result of an action. */
    JsonNode call(String action, Map<String, ?> parameters) {
        var answer = post(action, parameters);
        var body = JSON.readTree(answer.body());
        assertThat(body.path("success").asBoolean(false))
                .as("%s %s: %d %s", action, parameters, answer.statusCode(), answer.body())
                .isTrue();
        return body.path("result");
    }

    JsonNode call(String action) {
        return call(action, Map.of());
    }

    /** The status and the {@code __type} of an action that gives no result; "none" for an error that ckanapi does not know. */
    String error(String action, Map<String, ?> parameters) {
        var answer = post(action, parameters);
        var body = JSON.readTree(answer.body());
        assertThat(body.path("success").asBoolean(false))
                .as("%s %s", action, parameters)
                .isFalse();
        return answer.statusCode() + " " + body.path("error").path("__type").asString("none");
    }

    /** True when the action gives a result. */
    boolean succeeds(String action, Map<String, ?> parameters) {
        return post(action, parameters).statusCode() == 200;
    }

    /** Any address of the site. */
    HttpResponse<String> get(String path, String... headers) {
        var request = request(path).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** A call of job control, which needs the key. */
    JsonNode control(String path, Map<String, ?> body) {
        var answer = send(request(path)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> post(String action, Map<String, ?> parameters) {
        var request = request("/api/action/" + action)
                .header("Content-Type", "application/json")
                .header("User-Agent", "ckanapi/4.11 (+https://github.com/ckan/ckanapi)")
                .header("Accept", "*/*")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(parameters)));
        if (key != null) {
            request.header("X-CKAN-API-Key", key).header("Authorization", key);
        }
        return send(request.build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(site.resolve(path)).timeout(Duration.ofSeconds(60));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking for " + request.uri(), e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
