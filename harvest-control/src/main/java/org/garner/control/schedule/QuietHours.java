package org.garner.control.schedule;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hours of some days of the week in which nothing is started, such as {@code Mon-Fri 08:00-18:00 Europe/London}. When they end before they begin,
 * they end on the next day.
 *
 * @param text as sources show it
 * @param days on which they begin
 */
public record QuietHours(String text, Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    private static final Pattern FORM =
            Pattern.compile("(?:([A-Za-z,-]+) )?(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)(?: (\\S+))?");
    private static final List<String> DAYS = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
    private static final String EXAMPLE = "Mon-Fri 08:00-18:00 Europe/London";
    private static final Duration LONGEST = Duration.ofDays(8);

    public QuietHours {
        days = Set.copyOf(days);
    }

    /**
     * @param text days, from and to, and the time zone; every day and UTC when not given
     * @throws IllegalArgumentException when it cannot be read; the message says what of it
     */
    public static QuietHours parse(String text) {
        var clean = text.strip().replaceAll("\\s+", " ");
        var form = FORM.matcher(clean);
        if (!form.matches()) {
            throw new IllegalArgumentException("Quiet hours look like '%s', but were '%s'".formatted(EXAMPLE, text));
        }
        var from = time(form.group(2), text);
        var to = "24:00".equals(form.group(3)) ? LocalTime.MIDNIGHT : time(form.group(3), text);
        if (form.group(2).equals(form.group(3))) {
            throw new IllegalArgumentException(
                    "Quiet hours end at another time than they begin, a whole day is 00:00-24:00, but was '%s'"
                            .formatted(text));
        }
        var zone = form.group(4) == null ? ZoneId.of("UTC") : zone(form.group(4), text);
        return new QuietHours(
                form.group(4) == null ? clean + " UTC" : clean, days(form.group(1), text), from, to, zone);
    }

    /**
     * All quiet hours of a source.
     *
     * @throws IllegalArgumentException when one cannot be read, or when they leave no time to start in
     */
    public static List<QuietHours> parse(List<String> texts) {
        var all = texts.stream().map(QuietHours::parse).toList();
        var someday = Instant.parse("2024-01-01T00:00:00Z");
        if (until(all, someday).filter(someday.plus(LONGEST)::isBefore).isPresent()) {
            throw new IllegalArgumentException("These quiet hours leave no time in the week to start at");
        }
        return all;
    }

    /** When it is no longer quiet, if it is at the given time. */
    public static Optional<Instant> until(List<QuietHours> all, Instant time) {
        var end = time;
        // Quiet hours may touch each other; those that fill the week are cut off.
        for (var later = latest(all, end); later != null; later = latest(all, end)) {
            end = later;
            if (end.isAfter(time.plus(LONGEST))) {
                break;
            }
        }
        return end.equals(time) ? Optional.empty() : Optional.of(end);
    }

    private static @Nullable Instant latest(List<QuietHours> all, Instant time) {
        return all.stream()
                .map(hours -> hours.endOf(time))
                .flatMap(Optional::stream)
                .max(Instant::compareTo)
                .orElse(null);
    }

    /** When those hours end that the given time is in. */
    private Optional<Instant> endOf(Instant time) {
        var today = LocalDate.ofInstant(time, zone);
        return java.util.stream.Stream.of(today.minusDays(1), today)
                .filter(day -> days.contains(day.getDayOfWeek()))
                .filter(day -> !at(day, from).isAfter(time))
                .map(day -> at(to.isAfter(from) ? day : day.plusDays(1), to))
                .filter(time::isBefore)
                .max(Instant::compareTo);
    }

    private Instant at(LocalDate day, LocalTime time) {
        return LocalDateTime.of(day, time).atZone(zone).toInstant();
    }

    private static LocalTime time(String text, String whole) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "The time %s of the quiet hours '%s' does not exist".formatted(text, whole), e);
        }
    }

    private static ZoneId zone(String text, String whole) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'%s' in the quiet hours '%s' is no time zone such as Europe/London".formatted(text, whole), e);
        }
    }

    private static Set<DayOfWeek> days(@Nullable String text, String whole) {
        if (text == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        var days = new ArrayList<DayOfWeek>();
        for (var part : text.split(",", -1)) {
            var ends = part.split("-", 2);
            var day = day(ends[0], whole);
            days.add(day);
            for (var last = day(ends[ends.length - 1], whole); day != last; days.add(day)) {
                day = day.plus(1);
            }
        }
        return EnumSet.copyOf(days);
    }

    private static DayOfWeek day(String text, String whole) {
        var number = DAYS.indexOf(text.toUpperCase(Locale.ROOT));
        if (number < 0) {
            throw new IllegalArgumentException(
                    "'%s' in the quiet hours '%s' is no day; days are Mon, Tue, Wed, Thu, Fri, Sat, Sun"
                            .formatted(text, whole));
        }
        return DayOfWeek.of(number + 1);
    }
}
