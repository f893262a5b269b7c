package org.garner.harvest.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that says exactly the bytes that a test wants, also those that no real server would. */
final class RawServer implements AutoCloseable {
    /** What is said on one connection after the request's headers have come; then the connection is closed. */
    @FunctionalInterface
    interface Script {
        void say(OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket listening;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    RawServer(Script script) throws IOException {
        this.script = script;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::listen);
    }

    /** Says one whole answer. */
    static RawServer saying(String head, byte[] body) throws IOException {
        return new RawServer(out -> {
            out.write(("HTTP/1.1 " + head.replace("\n", "\r\n") + "\r\n\r\n").getBytes(ISO_8859_1));
            out.write(body);
        });
    }

    URI uri() {
        return URI.create("http://localhost:" + listening.getLocalPort() + "/record");
    }

    int requests() {
        return requests.get();
    }

    int mostAtOnce() {
        return mostAtOnce.get();
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                var socket = listening.accept();
                open.add(socket);
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                // The request's own words do not matter here.
            }
            requests.incrementAndGet();
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            try {
                script.say(socket.getOutputStream());
                socket.getOutputStream().flush();
            } finally {
                atOnce.decrementAndGet();
            }
        } catch (IOException | InterruptedException e) {
            // The client hung up: many tests are about just that.
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
