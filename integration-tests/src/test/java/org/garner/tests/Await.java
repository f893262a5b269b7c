package org.garner.tests;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Waiting for what another process does. */
final class Await {
    private static final long BETWEEN_LOOKS_MILLIS = 50;

    private Await() {}

    /**
     * Returns when the condition holds.
     *
     * @param what is quoted when it does not in time
     */
    static void until(Duration patience, Supplier<String> what, Callable<Boolean> condition) {
        var deadline = System.nanoTime() + patience.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("Waited %d s in vain for %s".formatted(patience.toSeconds(), what.get()));
                }
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("While waiting for " + what.get(), e);
        }
    }
}
