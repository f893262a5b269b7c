package org.garner.control;

import java.time.Duration;

/**
 * How many objects of a job may be in flight on one host: what it brings in 30 s, so that an abort forgets little and a fast host never waits.
 * Starts at 50, grows with the measured rate to 1,000, and shrinks with it.
 */
final class HostWindow {
    private static final int FIRST = 50;
    private static final int MOST = 1000;
    private static final double SECONDS = 30;

    private int size = FIRST;
    private long ended;
    private long since = System.nanoTime();

    int size() {
        return size;
    }

    /** So many objects were fetched since the last call. */
    void brought(int objects) {
        ended += objects;
        var seconds = Duration.ofNanos(System.nanoTime() - since).toMillis() / 1000.0;
        if (seconds >= 1) {
            size = Math.clamp(Math.round(ended / seconds * SECONDS), FIRST, MOST);
            ended = 0;
            since = System.nanoTime();
        }
    }
}
