package org.garner.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on the loopback address with sources that behave, and misbehave when told to. */
public final class Simulator implements AutoCloseable {
    static {
        // Read once, when the server's classes load. Without it small replies wait for the client's delayed
        // acknowledgement: 40 ms each.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Map<String, SimulatedSource> sources;

    private Simulator(HttpServer server, ExecutorService threads, Map<String, SimulatedSource> sources) {
        this.server = server;
        this.threads = threads;
        this.sources = sources;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects the sources of a simulator. */
    public static final class Builder {
        private final List<SimulatedSource> sources = new ArrayList<>();
        private boolean controlled;

        /** Adds a source; its path starts with a slash and is no prefix of another's. */
        public Builder with(SimulatedSource source) {
            sources.add(source);
            return this;
        }

        /** Lets other processes edit the sources, at {@code /control}. */
        public Builder controlled() {
            controlled = true;
            return this;
        }

        /**
         * Renders all records and starts to answer.
         *
         * @param port 0 for any free one
         */
        public Simulator start(int port) {
            try {
                var byPath = new LinkedHashMap<String, SimulatedSource>();
                sources.forEach(source -> byPath.put(source.path(), source));
                sources.forEach(SimulatedSource::render);
                var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                server.setExecutor(threads);
                byPath.forEach((path, source) -> server.createContext(path, exchange -> serve(source, exchange)));
                if (controlled) {
                    server.createContext(SimulatorControl.PATH, new SimulatorControl(sources)::handle);
                }
                server.start();
                return new Simulator(server, threads, byPath);
            } catch (IOException e) {
                throw new IllegalStateException(
                        "The simulator could not listen on port %d: %s".formatted(port, e.getMessage()), e);
            }
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Where a source answers. */
    public URI uri(SimulatedSource source) {
        return URI.create("http://127.0.0.1:%d%s".formatted(port(), source.path()));
    }

    /** All sources, in the order in which they were added. */
    public List<SimulatedSource> sources() {
        return List.copyOf(sources.values());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void serve(SimulatedSource source, HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = Incoming.of(exchange);
            var trouble = source.take(request);
            pause(source.latency());
            switch (trouble) {
                case null -> source.sent(send(exchange, source.answer(request), Cut.NONE));
                case Trouble.Html() -> send(exchange, Reply.html("<h1>Please sign in</h1>"), Cut.NONE);
                case Trouble.Status(int code, var retryAfter) -> {
                    var reply = Reply.text(code, "The simulator was told to answer " + code);
                    if (!retryAfter.isZero()) {
                        reply.header("Retry-After", Long.toString(retryAfter.toSeconds()));
                    }
                    send(exchange, reply, Cut.NONE);
                }
                case Trouble.Slow(var wait) -> {
                    pause(wait);
                    send(exchange, source.answer(request), Cut.NONE);
                }
                case Trouble.Truncated() -> send(exchange, source.answer(request), Cut.STATED);
                case Trouble.Broken() -> send(exchange, source.answer(request), Cut.BROKEN);
            }
        }
    }

    private enum Cut {
        NONE,
        /** Half of the reply, with that half's length in the header. */
        STATED,
        /** Half of the reply, with the whole length in the header. */
        BROKEN
    }

    /** Returns how many bytes of the body were sent. */
    private static long send(HttpExchange exchange, Reply reply, Cut cut) throws IOException {
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        var whole = reply.length();
        var sent = cut == Cut.NONE ? whole : whole / 2;
        var bodiless = exchange.getRequestMethod().equals("HEAD") || reply.status() == 304 || whole == 0;
        exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : cut == Cut.STATED ? sent : whole);
        if (bodiless) {
            return 0;
        }
        var left = sent;
        var body = exchange.getResponseBody();
        for (var piece : reply.pieces()) {
            var length = (int) Math.min(piece.length, left);
            body.write(piece, 0, length);
            left -= length;
        }
        body.flush();
        return sent;
    }

    private static void pause(java.time.Duration wait) {
        if (!wait.isZero()) {
            try {
                Thread.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
