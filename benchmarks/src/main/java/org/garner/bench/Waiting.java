package org.garner.bench;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something that can only be looked at. */
final class Waiting {
    private Waiting() {}

    /**
     * Looks until it is so.
     *
     * @param what for the message when it does not become so in time
     */
    static void until(String what, Duration limit, Duration between, BooleanSupplier condition) {
        var end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new BenchmarkException("Waited %d s in vain for %s".formatted(limit.toSeconds(), what));
            }
            pause(between);
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static BenchmarkException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new BenchmarkException("Interrupted: the benchmark is stopped", e);
    }
}
