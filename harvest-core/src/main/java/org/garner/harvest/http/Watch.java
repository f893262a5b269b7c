package org.garner.harvest.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes of a body as they come over the wire, and gives the exchange up when it takes too long or comes too slowly: the client's own
 * time limits end with the headers. A virtual thread watches; it closes the stream, which wakes the reader.
 */
final class Watch extends InputStream {
    private final InputStream wire;
    private final HttpSettings.Times times;
    private final long startedNanos;
    private final long maxBytes;
    private final Thread watcher;
    private volatile long count;
    private volatile @Nullable String verdict;

    /** More bytes came over the wire than the caller wants at all. */
    static final class TooManyBytes extends IOException {}

    Watch(InputStream wire, HttpSettings.Times times, long startedNanos, long maxBytes) {
        this.wire = wire;
        this.times = times;
        this.startedNanos = startedNanos;
        this.maxBytes = maxBytes;
        this.watcher = Thread.ofVirtual().name("exchange-watch").unstarted(this::watch);
        watcher.start();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = wire.read(into, offset, length);
        if (verdict != null) {
            throw new IOException(verdict);
        }
        if (n > 0) {
            addToCount(n);
            if (count > maxBytes) {
                throw new TooManyBytes();
            }
        }
        return n;
    }

    @Override
    public int available() throws IOException {
        return wire.available();
    }

    private synchronized void addToCount(int n) {
        count += n;
    }

    /** The bytes that came over the wire. */
    long count() {
        return count;
    }

    /** Which limit ended the exchange; null when none did. */
    @Nullable
    String verdict() {
        return verdict;
    }

    @Override
    public void close() throws IOException {
        watcher.interrupt();
        wire.close();
    }

    private void watch() {
        var window = times.slowestOver().toNanos();
        var step = Math.min(
                Duration.ofSeconds(1).toNanos(),
                Math.min(window, times.exchange().toNanos()) / 4);
        var windowStart = System.nanoTime();
        long windowCount = 0;
        try {
            while (true) {
                Thread.sleep(Duration.ofNanos(step));
                var now = System.nanoTime();
                if (now - startedNanos > times.exchange().toNanos()) {
                    giveUp("an answer may take %s".formatted(inWords(times.exchange())));
                    return;
                }
                if (now - windowStart >= window) {
                    var rate = (count - windowCount) * 1e9 / (now - windowStart);
                    if (rate < times.slowestBytesPerSecond()) {
                        giveUp("it came at %.0f bytes/s, and at least %d are expected over %s"
                                .formatted(rate, times.slowestBytesPerSecond(), inWords(times.slowestOver())));
                        return;
                    }
                    windowStart = now;
                    windowCount = count;
                }
            }
        } catch (InterruptedException e) {
            // The exchange has ended.
        }
    }

    private void giveUp(String why) {
        verdict = why;
        try {
            wire.close();
        } catch (IOException e) {
            // The reader learns of the verdict either way.
        }
    }

    /** A time limit as people write it. */
    static String inWords(Duration limit) {
        return limit.toMillis() % 1000 != 0
                ? "%.1f s".formatted(limit.toMillis() / 1000.0)
                : limit.toSeconds() % 60 == 0 ? limit.toMinutes() + " min" : limit.toSeconds() + " s";
    }
}
