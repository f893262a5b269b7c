package org.garner.control.schedule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * A cron expression in a time zone. A time that a change of the clocks leaves out comes by as much later; one that it brings twice comes once. An
 * expression for every hour is not bound to a time of day: it follows the clock through both hours, as crontabs do.
 */
record Cron(String text, CronExpression expression, ZoneId zone, boolean everyHour) implements Cadence {
    static final String EXAMPLE = "30 6 * * MON-FRI Europe/London";
    private static final List<String> FIELDS =
            List.of("minute", "hour", "day of the month", "month", "day of the week");

    /**
     * @param words the fields from minute to day of the week, then the zone, which is UTC when it is not given
     * @throws IllegalArgumentException when it cannot be read, or never comes
     */
    static Cron parse(List<String> words) {
        var fields = FIELDS.size();
        if (words.size() < fields || words.size() > fields + 1) {
            throw new IllegalArgumentException(
                    "A cron expression has 5 fields (%s) and a time zone, such as '%s', but '%s' has %d words"
                            .formatted(String.join(", ", FIELDS), EXAMPLE, String.join(" ", words), words.size()));
        }
        var zone = words.size() == fields ? ZoneId.of("UTC") : zone(words.getLast(), words);
        for (int i = 0; i < fields; i++) {
            check(i, words.get(i));
        }
        var text = String.join(" ", words.subList(0, fields));
        var expression = CronExpression.parse("0 " + text);
        if (expression.next(LocalDateTime.of(2024, 1, 1, 0, 0)) == null) {
            throw new IllegalArgumentException("The cron expression '%s' names a day that never comes".formatted(text));
        }
        return new Cron(text + " " + zone, expression, zone, words.get(1).startsWith("*"));
    }

    private static ZoneId zone(String word, List<String> words) {
        try {
            return ZoneId.of(word);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'%s', the last word of '%s', is no time zone such as Europe/London; a cron expression has 5 fields before it (%s), and none for seconds"
                            .formatted(word, String.join(" ", words), String.join(", ", FIELDS)),
                    e);
        }
    }

    private static void check(int field, String word) {
        var alone = new String[] {"0", "*", "*", "*", "*", "*"};
        alone[field + 1] = word;
        try {
            CronExpression.parse(String.join(" ", alone));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Field %d of the cron expression, the %s, cannot be '%s': %s"
                            .formatted(field + 1, FIELDS.get(field), word, cause(e)),
                    e);
        }
    }

    /** What is wrong with the field, without the expression around it, which is not the one that was given. */
    private static String cause(IllegalArgumentException e) {
        var message = String.valueOf(e.getMessage());
        var tail = message.lastIndexOf(" in cron expression");
        return tail < 0 ? message : message.substring(0, tail);
    }

    @Override
    public Optional<Instant> dueAfter(Instant time, Instant anchor, UUID source) {
        return Optional.ofNullable(everyHour ? byTheClock(time) : byTheCalendar(time));
    }

    private @Nullable Instant byTheCalendar(Instant time) {
        var local = expression.next(LocalDateTime.ofInstant(time, zone));
        // In an hour that comes twice, the first one counts; it may have passed.
        while (local != null && !local.atZone(zone).toInstant().isAfter(time)) {
            local = expression.next(local);
        }
        return local == null ? null : local.atZone(zone).toInstant();
    }

    /** Goes on with one offset until the clocks change, and from there with the next. */
    private @Nullable Instant byTheClock(Instant time) {
        var rules = zone.getRules();
        var offset = rules.getOffset(time);
        var local = LocalDateTime.ofInstant(time, offset);
        for (var change = rules.nextTransition(time); ; change = rules.nextTransition(change.getInstant())) {
            var next = expression.next(local);
            var due = next == null ? null : next.toInstant(offset);
            if (due == null || change == null || due.isBefore(change.getInstant())) {
                return due;
            }
            offset = change.getOffsetAfter();
            local = LocalDateTime.ofInstant(change.getInstant(), offset).minusNanos(1);
        }
    }
}
