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

    /** How long to pause before the next attempt; fails when that was the last. */
    Duration again(HarvestFailure failure) throws SourceException {
        if (attempts == settings.attempts()) {
            throw new SourceException(failure);
        }
        return jitter(attempts++);
    }

    /** How long to pause when the host has asked for so long; fails when it has asked for too much. */
    Duration heed(Duration retryAfter, HarvestFailure failure) throws SourceException {
        waited = waited.plus(retryAfter);
        waits++;
        if (waits > MOST_WAITS || waited.compareTo(settings.patience()) > 0) {
            throw new SourceException(failure);
        }
        // The jitter comes on top: all who were told the same moment must not come back in the same moment.
        return retryAfter.plus(jitter(1));
    }

    private Duration jitter(int attempt) {
        var most = settings.firstBackoff().multipliedBy(1L << Math.min(attempt - 1, 20));
        most = most.compareTo(settings.longestBackoff()) < 0 ? most : settings.longestBackoff();
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(Math.max(1, most.toNanos())));
    }
}
