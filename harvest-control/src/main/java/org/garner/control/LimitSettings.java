package org.garner.control;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When the system ends a job by itself, as failed and with the reason.
 *
 * @param noProgress a job of which nothing has moved for so long
 * @param retryAfter for how long waiting as a host has asked (Retry-After) counts as progress
 * @param total a job that has run for so long since it was started or resumed
 * @param errorsFrom a job is judged by its errors once so many of its records have ended
 * @param errorPercent a job of whose ended records more than this share, in per cent, have errors; 100: never
 */
@ConfigurationProperties("garner.limits")
record LimitSettings(
        @DefaultValue("30m") Duration noProgress,
        @DefaultValue("1h") Duration retryAfter,
        @DefaultValue("24h") Duration total,
        @DefaultValue("100") int errorsFrom,
        @DefaultValue("50") int errorPercent) {
    LimitSettings {
        if (!noProgress.isPositive() || !total.isPositive()) {
            throw new IllegalArgumentException(
                    "garner.limits.no-progress and garner.limits.total are longer than 0, but were %s and %s"
                            .formatted(noProgress, total));
        }
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException("garner.limits.retry-after is 0 or longer, but was " + retryAfter);
        }
        if (errorsFrom < 1 || errorPercent < 1 || errorPercent > 100) {
            throw new IllegalArgumentException(
                    "garner.limits.errors-from is at least 1 and garner.limits.error-percent 1 to 100, but were %d and %d"
                            .formatted(errorsFrom, errorPercent));
        }
    }
}
