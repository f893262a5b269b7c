package org.garner.harvest;

import java.security.SecureRandom;
import java.util.UUID;

/** Makes UUIDv7 (RFC 9562, 5.7): unique, and within one process each greater than the one before, so that tables grow at their end. */
public final class TimeOrderedIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static long last;

    private TimeOrderedIds() {}

    /** The next id; safe for many threads. */
    public static UUID next() {
        return new UUID(nextHigh(), (RANDOM.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L);
    }

    /** 48 bits of milliseconds, the version, and a counter of 12 bits that runs over into the milliseconds. */
    private static synchronized long nextHigh() {
        last = Math.max(last + 1, System.currentTimeMillis() << 12);
        return (last >>> 12 << 16) | 0x7000L | (last & 0xfffL);
    }
}
