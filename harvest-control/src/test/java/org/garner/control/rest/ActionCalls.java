package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.atomic.AtomicInteger;
import org.garner.control.rest.ControlServer.Reply;
import tools.jackson.databind.JsonNode;

/** Calls actions of a server as CKAN's clients call them: POST of a JSON object, the token raw in two headers. */
final class ActionCalls {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final ControlServer server;

    ActionCalls(ControlServer server) {
        this.server = server;
    }

    /** A name that no other source has. */
    String name() {
        return "acted-" + COUNT.incrementAndGet();
    }

    /** Makes a source; returns its id. */
    String source(String name) {
        return result("harvest_source_create", """
            {"name":"%1$s","url":"https://%1$s.example/csw","source_type":"csw"}
            """.formatted(name)).path("id").asString();
    }

    JsonNode result(String action, String body) {
        var reply = send(action, body, ControlServer.TOKEN);
        assertThat(reply.status()).as("%s %s: %s", action, body, reply.text()).isEqualTo(200);
        return reply.json().path("result");
    }

    /** The error of a call that is not valid. */
    JsonNode error(String action, String body) {
        var reply = send(action, body, ControlServer.TOKEN);
        assertThat(reply.status()).as("%s %s: %s", action, body, reply.text()).isEqualTo(409);
        assertThat(reply.json().at("/error/__type").asString()).isEqualTo("Validation Error");
        return reply.json().path("error");
    }

    Reply send(String action, String body, String token) {
        var request = HttpRequest.newBuilder(server.at("/api/3/action/" + action))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("X-CKAN-API-Key", token).header("Authorization", token);
        }
        return server.send(request);
    }

    /** A new token with these members. */
    String token(String members) {
        return server.post("/api/v1/tokens", "{\"name\":\"a-%d\",%s}".formatted(COUNT.incrementAndGet(), members))
                .json()
                .path("secret")
                .asString();
    }
}
