package org.garner.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server on the loopback that takes every request and never comes to the end of an answer. It counts those who wait for it. */
final class SlowSite implements AutoCloseable {
    private static final Duration BETWEEN_BYTES = Duration.ofSeconds(1);
    private static final byte[] HEADERS = """
        HTTP/1.1 200 OK\r
        Content-Type: application/xml\r
        Content-Length: 1000000\r
        \r
        """.getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener;
    private final Manner manner;
    private final Set<Socket> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();

    /** How it keeps others waiting. */
    enum Manner {
        /** An answer of a megabyte, a byte per second. */
        DRIPPING,
        /** No answer at all. */
        SILENT
    }

    SlowSite(Manner manner) {
        this.manner = manner;
        try {
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("slow-site").start(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:%d/".formatted(listener.getLocalPort()));
    }

    /** How many requests it has had. */
    int requests() {
        return requests.get();
    }

    /** How many requests are not answered, and their senders still wait. */
    int waiting() {
        return waiting.size();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (var socket : waiting) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                Thread.ofVirtual().start(() -> keepWaiting(socket));
            } catch (IOException e) {
                // It was closed.
            }
        }
    }

    private void keepWaiting(Socket socket) {
        try (socket) {
            var in = socket.getInputStream();
            if (in.read() < 0) {
                return;
            }
            requests.incrementAndGet();
            waiting.add(socket);
            if (manner == Manner.DRIPPING) {
                socket.getOutputStream().write(HEADERS);
                Thread.ofVirtual().start(() -> drip(socket));
            }
            // What follows of the request, and then nothing, until its sender hangs up.
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The other side has reset the connection: it does not wait any more.
        } finally {
            waiting.remove(socket);
        }
    }

    private static void drip(Socket socket) {
        try {
            while (!socket.isClosed()) {
                socket.getOutputStream().write('<');
                Thread.sleep(BETWEEN_BYTES);
            }
        } catch (IOException e) {
            // The other side has hung up.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
