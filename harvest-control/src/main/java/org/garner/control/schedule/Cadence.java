package org.garner.control.schedule;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * How often a source runs. Due times are counted from an anchor, or follow a calendar; none depends on when a job began or ended, so that they do
 * not drift.
 */
public sealed interface Cadence permits Frequency, Cron {
    /** As sources are given it and show it; {@link #parse} makes the same of it again. */
    String text();

    /**
     * The first due time after the given time; nothing when the source runs only when told.
     *
     * @param anchor what due times are counted from
     * @param source spreads sources of one anchor: each has its own offset, the same every time
     */
    Optional<Instant> dueAfter(Instant time, Instant anchor, UUID source);

    /**
     * @param text one of CKAN's words in any case, nothing for MANUAL, or a cron expression and its time zone
     * @throws IllegalArgumentException when it is neither; the message says where the fault is
     */
    static Cadence parse(String text) {
        var words = List.of(text.strip().split("\\s+"));
        if (words.size() > 1) {
            return Cron.parse(words);
        }
        var word = words.getFirst().toUpperCase(Locale.ROOT);
        return word.isEmpty()
                ? Frequency.MANUAL
                : Arrays.stream(Frequency.values())
                        .filter(frequency -> frequency.name().equals(word))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "Frequency %s not recognised; known: %s, or a cron expression with its time zone, such as '%s'"
                                        .formatted(text, Arrays.toString(Frequency.values()), Cron.EXAMPLE)));
    }
}
