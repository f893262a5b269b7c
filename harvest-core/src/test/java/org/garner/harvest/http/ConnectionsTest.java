package org.garner.harvest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new connection costs the host more than most requests: the client keeps the one it has. */
class ConnectionsTest {
    private final Set<Integer> clientPorts = ConcurrentHashMap.newKeySet();
    private final PoliteClient client = Clients.with(Clients.QUICK);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/compressed", exchange -> {
            clientPorts.add(exchange.getRemoteAddress().getPort());
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            try (var body = new GZIPOutputStream(exchange.getResponseBody())) {
                body.write("<record/>".repeat(5000).getBytes(UTF_8));
            }
        });
        server.createContext("/plain", exchange -> answer(exchange, 200, "<record/>"));
        server.createContext("/missing", exchange -> answer(exchange, 404, "There is no such record"));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/plain");
            answer(exchange, 302, "It is over there");
        });
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void answersRefusalsAndRedirectsLeaveTheConnectionOpen() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (var reply = client.send(SourceRequest.get(uri("/compressed"), 100_000))) {
                assertThat(reply.body().size()).isEqualTo(45_000);
            }
            client.send(SourceRequest.get(uri("/plain"), 100)).close();
            client.send(SourceRequest.get(uri("/moved"), 100)).close();
            Clients.failure(client, SourceRequest.get(uri("/missing"), 100));
        }

        assertThat(clientPorts).hasSize(1);
    }

    @Test
    void theHeadAloneCanBeAskedFor() throws Exception {
        try (var reply = client.send(SourceRequest.head(uri("/plain")))) {
            assertThat(reply.body().size()).isZero();
            assertThat(reply.header("Content-Length")).contains("9");
        }
    }

    private void answer(HttpExchange exchange, int status, String text) throws IOException {
        clientPorts.add(exchange.getRemoteAddress().getPort());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(text.length()));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, text.length());
            exchange.getResponseBody().write(text.getBytes(UTF_8));
        }
        exchange.close();
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }
}
