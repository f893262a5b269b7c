package org.garner.tests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A web server on this machine whose answers a test may change at any moment; files have an ETag of their content. */
final class LocalSite implements AutoCloseable {
    static {
        // Else every answer with a body waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final Map<String, Function<Asked, Reply>> answers = new ConcurrentHashMap<>();

    /** A request: its address and, when it was a POST, its body. */
    record Asked(URI uri, String body) {
        /** Address and body in one text, to look for a parameter however it was sent. */
        String words() {
            return uri + "\n" + body;
        }
    }

    /** What is answered. */
    record Reply(int status, Map<String, String> headers, byte[] body) {
        static Reply of(int status, String type, byte[] body) {
            return new Reply(status, Map.of("Content-Type", type), body);
        }

        static Reply of(int status, String type, String body) {
            return of(status, type, body.getBytes(StandardCharsets.UTF_8));
        }

        static Reply xml(byte[] body) {
            return of(200, "application/xml", body);
        }

        static Reply xml(String body) {
            return of(200, "application/xml", body);
        }

        static Reply html(String body) {
            return of(200, "text/html;charset=utf-8", body);
        }

        Reply with(String name, String value) {
            var all = new LinkedHashMap<>(headers);
            all.put(name, value);
            return new Reply(status, all, body);
        }
    }

    LocalSite() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI at(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    /** Answers requests for this path, whatever their query, until told otherwise. */
    void answer(String path, Function<Asked, Reply> answer) {
        answers.put(path, answer);
    }

    void answer(String path, Reply reply) {
        answers.put(path, asked -> reply);
    }

    void file(String path, byte[] content) {
        var type = path.endsWith(".xml") ? "application/xml" : "text/html";
        answer(
                path,
                Reply.of(200, type, content).with("ETag", "\"%08x\"".formatted(java.util.Arrays.hashCode(content))));
    }

    void file(String path, String content) {
        file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    void remove(String path) {
        answers.remove(path);
    }

    /** A web accessible folder: the files by their path below it, and an index page for each folder of the tree. */
    void tree(String folder, Map<String, byte[]> files) {
        var pages = new TreeMap<String, Map<String, Boolean>>();
        pages.put("", new LinkedHashMap<>());
        files.forEach((path, content) -> {
            file(folder + path, content);
            var above = new StringBuilder();
            for (var part : path.split("(?<=/)")) {
                pages.computeIfAbsent(above.toString(), any -> new LinkedHashMap<>())
                        .put(part, true);
                above.append(part);
            }
        });
        pages.forEach((path, links) -> answer(folder + path, index(links.keySet().stream())));
    }

    static Reply index(Stream<String> links) {
        return Reply.html(links.map("<li><a href=\"%1$s\">%1$s</a></li>"::formatted)
                .collect(Collectors.joining("\n", "<html><title>Index of /</title><ul>", "</ul></html>")));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var asked = new Asked(exchange.getRequestURI(), body);
            var known = answers.get(asked.uri().getPath());
            var reply = known == null ? Reply.of(404, "text/plain", "Nothing is here") : known.apply(asked);
            var etag = reply.headers().get("ETag");
            boolean held =
                    etag != null && etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            boolean empty = held || reply.body().length == 0;
            exchange.sendResponseHeaders(held ? 304 : reply.status(), empty ? -1 : reply.body().length);
            if (!empty) {
                exchange.getResponseBody().write(reply.body());
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
