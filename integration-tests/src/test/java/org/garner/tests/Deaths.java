package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The deaths that a test has arranged: proves that each happened where it was to happen, and starts what died again, as systemd does. */
final class Deaths implements AutoCloseable {
    private static final Duration TO_DIE = Duration.ofSeconds(90);

    private final Installation garner;
    private final List<FaultPoint.Armed> awaited = new ArrayList<>();

    Deaths(Installation garner) {
        this.garner = garner;
    }

    /** Lets the room of this point die there. */
    void arm(FaultPoint point) {
        awaited.add(point.kill(garner.room(point.room())));
    }

    /** Asks for something, and returns when each armed room has died, has been started again and is ready. */
    void during(Runnable request) {
        try {
            request.run();
        } catch (UncheckedIOException e) {
            // Control may die before it has answered; whether it did what was asked stands in the database.
            assertThat(awaited).as("%s", e).anyMatch(FaultPoint.Armed::hasFired);
        }
        Await.until(TO_DIE, () -> "a death at each of %s%s".formatted(awaited, garner.logs()), () -> {
            awaited.removeIf(this::hasDied);
            return awaited.isEmpty();
        });
        garner.awaitReady();
    }

    /** Leaves no room armed when a test has failed. */
    @Override
    public void close() throws IOException {
        try {
            for (var armed : awaited) {
                armed.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The rooms could not be replaced", e);
        }
    }

    private boolean hasDied(FaultPoint.Armed armed) {
        var process = armed.process();
        if (process.isAlive()) {
            return false;
        }
        assertThat(armed.hasFired())
                .as("%s was reached before the process ended%n%s", armed.point(), process.lastLines())
                .isTrue();
        assertThat(process.exitValue()).as("%s", armed).isEqualTo(FaultAgent.KILLED);
        process.start();
        return true;
    }
}
