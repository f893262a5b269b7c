package org.garner.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between two processes on the loopback and makes the network between them misbehave. It begins as a good network.
 */
final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile State state = State.GOOD;
    private volatile Duration delay = Duration.ZERO;

    private enum State {
        GOOD,
        /** Connections are reset, old and new. */
        CUT,
        /** Connections stay and are made, but not a byte passes: what a firewall does that has forgotten them. */
        SILENT
    }

    TcpProxy(int targetPort) {
        target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
        try {
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("proxy-to-" + targetPort).start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void cut() {
        state = State.CUT;
        sockets.forEach(TcpProxy::reset);
    }

    void silence() {
        state = State.SILENT;
    }

    /** Each piece of a stream is held up for this long. */
    void slowDown(Duration each) {
        delay = each;
    }

    void mend() {
        delay = Duration.ZERO;
        state = State.GOOD;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(TcpProxy::reset);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                join(listener.accept());
            } catch (IOException e) {
                // The other side is away, or the proxy was closed: the caller sees a reset connection, as it would
                // without us.
            }
        }
    }

    private void join(Socket near) throws IOException {
        sockets.add(near);
        var far = new Socket();
        sockets.add(far);
        try {
            if (state == State.CUT) {
                throw new IOException("cut");
            }
            far.connect(target, 2000);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
        } catch (IOException e) {
            forget(near, far);
            throw e;
        }
        Thread.ofVirtual().start(() -> pass(near, far));
        Thread.ofVirtual().start(() -> pass(far, near));
    }

    private void pass(Socket from, Socket to) {
        var buffer = new byte[BUFFER];
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!delay.isZero()) {
                    Thread.sleep(delay);
                }
                while (state == State.SILENT) {
                    Thread.sleep(20);
                }
                out.write(buffer, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            forget(from, to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            forget(from, to);
        }
        if (to.isOutputShutdown() && from.isOutputShutdown()) {
            forget(from, to);
        }
    }

    private void forget(Socket one, Socket other) {
        reset(one);
        reset(other);
        sockets.remove(one);
        sockets.remove(other);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }
}
