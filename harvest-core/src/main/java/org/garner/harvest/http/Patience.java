package org.garner.harvest.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.garner.harvest.HarvestFailure;

/** How often one request is still repeated. */
final class Patience {
    /** A host that says "Retry-After: 0" for ever is not asked for ever. */
    private static final int MOST_WAITS = 10;

    private final HttpSettings.Retries settings;
    private int attempts = 1;
    private int waits;
    private Duration waited = Duration.ZERO;

    Patience(HttpSettings.Retries settings) {
        this.settings = settings;
    }

    /** Which attempt is next, from 0. */
    int attempt() {
        return attempts - 1;
    }

    /** Pauses before the next attempt; fails when that was the last. */
    void again(HarvestFailure failure) throws SourceException, InterruptedException {
        if (attempts == settings.attempts()) {
            throw new SourceException(failure);
        }
        Thread.sleep(jitter(attempts));
        attempts++;
    }

    /** Waits as long as the host asked for; fails when it has asked for too much. */
    void heed(Duration retryAfter, HarvestFailure failure) throws SourceException, InterruptedException {
        waited = waited.plus(retryAfter);
        waits++;
        if (waits > MOST_WAITS || waited.compareTo(settings.patience()) > 0) {
            throw new SourceException(failure);
        }
        // The jitter comes on top: all who were told the same moment must not come back in the same moment.
        Thread.sleep(retryAfter.plus(jitter(1)));
    }

    private Duration jitter(int attempt) {
        var most = settings.firstBackoff().multipliedBy(1L << Math.min(attempt - 1, 20));
        most = most.compareTo(settings.longestBackoff()) < 0 ? most : settings.longestBackoff();
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(Math.max(1, most.toNanos())));
    }
}
