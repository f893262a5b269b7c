package org.garner.harvest.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The budget of requests that each host has. All who send requests to a host take their permits from the same budget: in one process, or, over
 * the database, in all of them.
 */
public interface HostPermits {
    /**
     * Waits until a request to this host is due.
     *
     * @param host as {@link org.garner.harvest.HarvestSource#hostOf} writes it
     * @return the permit for one request; whoever took it reports what came of it, once, and closes it
     */
    Permit acquire(String host) throws InterruptedException;

    /** The permit to send one request. */
    interface Permit extends AutoCloseable {
        /** The host answered; the answer was complete after this time. */
        void succeeded(Duration took);

        /**
         * The host asked for fewer requests (429, 503).
         *
         * @param retryAfter no request goes to the host before this time has passed; null when the host named none
         */
        void throttled(@Nullable Duration retryAfter);

        /** No answer came, or not in time. */
        void failed();

        /** Gives the permit back; a permit without a report was not used. */
        @Override
        void close();
    }
}
