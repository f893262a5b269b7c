package org.garner.control.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * CKAN's words. Due times are anchor + offset + k periods; a month is one of the calendar, and its last day when it is too short. ALWAYS is every
 * quarter of an hour, unless a job of the source is still open.
 */
enum Frequency implements Cadence {
    MANUAL(null),
    DAILY(Duration.ofDays(1)),
    WEEKLY(Duration.ofDays(7)),
    BIWEEKLY(Duration.ofDays(14)),
    MONTHLY(Duration.ofDays(28)),
    ALWAYS(Duration.ofMinutes(15));

    /** Sources that are made together do not start together: they are spread over this part of the period, over two hours at most. */
    private static final int PART = 12;

    private static final Duration WIDEST = Duration.ofHours(2);

    /** The period, the shortest when they differ; null for none. */
    private final @Nullable Duration period;

    Frequency(@Nullable Duration period) {
        this.period = period;
    }

    @Override
    public String text() {
        return name();
    }

    @Override
    public Optional<Instant> dueAfter(Instant time, Instant anchor, UUID source) {
        if (period == null) {
            return Optional.empty();
        }
        var offset = offset(period, source);
        return Optional.of(
                this == MONTHLY
                        ? byMonths(time.minus(offset), anchor).plus(offset)
                        : byPeriods(time, anchor.plus(offset), period));
    }

    private static Instant byPeriods(Instant time, Instant first, Duration period) {
        if (time.isBefore(first)) {
            return first;
        }
        var periods = Duration.between(first, time).dividedBy(period) + 1;
        return first.plus(period.multipliedBy(periods));
    }

    /** Each is counted from the anchor, not from the one before: after the 28th of February comes the 31st of March. */
    private static Instant byMonths(Instant time, Instant anchor) {
        var first = anchor.atOffset(ZoneOffset.UTC);
        var months = Math.max(0, ChronoUnit.MONTHS.between(first, time.atOffset(ZoneOffset.UTC)) - 1);
        while (!first.plusMonths(months).toInstant().isAfter(time)) {
            months++;
        }
        return first.plusMonths(months).toInstant();
    }

    private static Duration offset(Duration period, UUID source) {
        var part = period.dividedBy(PART);
        var widest = part.compareTo(WIDEST) < 0 ? part : WIDEST;
        // Ids of sources begin with the time they were made at; only all of their bits, mixed, spread them.
        var mixed = (source.getMostSignificantBits() ^ source.getLeastSignificantBits()) * 0x9E3779B97F4A7C15L;
        return Duration.ofSeconds(1 + Math.floorMod(mixed >>> 16, widest.toSeconds()));
    }
}
