package org.garner.harvest.http;

import java.time.Duration;

/**
 * How long a host is left in peace between the starts of two requests; follows what the host can bear. A host that answers within a second gets
 * no rest; one that takes longer gets as much rest as it took beyond that. Being throttled or timed out doubles the rest; each answer takes a
 * tenth of it away again.
 *
 * @param delay the rest, 0 to 30 s
 */
public record Pace(Duration delay) {
    private static final Duration QUICK = Duration.ofSeconds(1);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(500);
    private static final Duration CEILING = Duration.ofSeconds(30);
    private static final Duration NOTHING = Duration.ofMillis(10);

    /** No rest. */
    public static final Pace FULL = new Pace(Duration.ZERO);

    public Pace {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("A pace has a delay of 0 or more, but was " + delay);
        }
        delay = shorter(delay, CEILING);
    }

    /** After an answer that took this long. */
    public Pace answeredIn(Duration took) {
        var rest = took.compareTo(QUICK) > 0 ? took.minus(QUICK) : Duration.ZERO;
        var eased = delay.multipliedBy(9).dividedBy(10);
        var next = rest.compareTo(eased) > 0 ? rest : eased;
        return new Pace(next.compareTo(NOTHING) < 0 ? Duration.ZERO : next);
    }

    /** After the host asked for fewer requests, or did not answer. */
    public Pace slower() {
        var doubled = delay.multipliedBy(2);
        return new Pace(doubled.compareTo(FIRST_BACK_OFF) > 0 ? doubled : FIRST_BACK_OFF);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
