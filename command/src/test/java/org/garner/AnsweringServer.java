package org.garner;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** A server over HTTP that answers what a test tells it to, and keeps what it was asked; and the command that asks it. */
final class AnsweringServer implements AutoCloseable {
    static {
        // The client is made once in a JVM, and tests of other classes send this header.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final HttpServer server;

    private record Answer(int status, String type, String body) {}

    /** What came of a command. */
    record Result(int status, String out, String err) {}

    AnsweringServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** From now on {@code GET /path?query} is answered so; several answers to the same are given one after the other, the last again and again. */
    AnsweringServer answers(String request, String json) {
        return answers(request, 200, "application/json", json);
    }

    AnsweringServer answers(String request, int status, String type, String body) {
        answers.computeIfAbsent(request, any -> new ArrayDeque<>()).add(new Answer(status, type, body));
        return this;
    }

    /** Requests as method, path below {@code /api/v1} with its query, and body, if any. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var request = exchange.getRequestMethod() + " "
                + exchange.getRequestURI().toString().replaceFirst("^/api/v1", "");
        asked.add(body.isEmpty() ? request : request + " " + body);
        var queue = answers.get(request);
        var answer = queue == null
                ? new Answer(404, "application/problem+json", "{\"detail\":\"Nobody answers %s\"}".formatted(request))
                : queue.size() > 1 ? queue.removeFirst() : queue.getFirst();
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Runs {@code garner} with these arguments against this server. */
    Result garner(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--server", "http://localhost:" + server.getAddress().getPort(), "--token", "letmein"));
        var out = new StringWriter();
        var err = new StringWriter();
        var status = Garner.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Result(status, out.toString(), err.toString());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
