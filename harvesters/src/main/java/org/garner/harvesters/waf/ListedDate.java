package org.garner.harvesters.waf;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.garner.harvest.Revision;
import org.jspecify.annotations.Nullable;

/**
 * A date beside a link, in the ways in which servers write it.
 *
 * @param value the date in one form, so that a server's new page layout does not look like a change of all records
 * @param earliest the moment that it says, as its own clock has it
 * @param latest the latest moment that it may mean: of 7/11/2024 without a hint, both days are possible
 * @param exact the offset of its zone when it names one
 * @param timed false when it is a day without a time
 */
record ListedDate(
        String value,
        LocalDateTime earliest,
        LocalDateTime latest,
        @Nullable ZoneOffset exact,
        boolean timed) {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final String MONTH = "(?<mon>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";
    private static final String TIME =
            "(?:[T\\s]\\s*(?<h>\\d{1,2}):(?<min>\\d{2})(?::(?<s>\\d{2})(?:\\.\\d+)?)?(?:\\s*(?<half>[ap])\\.?m\\b\\.?)?)?";
    private static final String ZONE = "(?:\\s*(?<zone>Z|GMT|UTC|[+-]\\d{2}:?\\d{2}))?(?![\\d:])";
    private static final int FLAGS = Pattern.CASE_INSENSITIVE;

    /** Each named by who writes it; the first that fits the text counts. */
    private static final List<Pattern> FORMS = List.of(
            // Apache and most scripts: 2024-11-07 15:00
            Pattern.compile("(?<!\\d)(?<y>\\d{4})-(?<m>\\d{2})-(?<d>\\d{2})" + TIME + ZONE, FLAGS),
            // nginx: 07-Nov-2024 15:00
            Pattern.compile("(?<!\\d)(?<d>\\d{1,2})-" + MONTH + "-(?<y>\\d{4})" + TIME + ZONE, FLAGS),
            // lighttpd: 2024-Nov-07 15:00:00
            Pattern.compile("(?<!\\d)(?<y>\\d{4})-" + MONTH + "-(?<d>\\d{1,2})" + TIME + ZONE, FLAGS),
            // IIS short, Apache with US dates: 11/7/2024 3:00 PM
            Pattern.compile("(?<![\\d/])(?<m>\\d{1,2})/(?<d>\\d{1,2})/(?<y>\\d{4}|\\d{2})" + TIME + ZONE, FLAGS),
            // IIS long, Jetty: Friday, July 31, 2026 4:53 PM
            Pattern.compile("\\b" + MONTH + "\\s+(?<d>\\d{1,2}),\\s+(?<y>\\d{4})" + TIME + ZONE, FLAGS),
            // Tomcat, HTTP dates: Thu, 07 Nov 2024 15:00:00 GMT
            Pattern.compile("(?<!\\d)(?<d>\\d{1,2})\\s+" + MONTH + "\\s+(?<y>\\d{4})" + TIME + ZONE, FLAGS));

    /** The first date in the text around a link, or null. */
    static @Nullable ListedDate in(String text) {
        ListedDate found = null;
        int where = Integer.MAX_VALUE;
        for (var form : FORMS) {
            var matcher = form.matcher(text);
            if (matcher.find() && matcher.start() < where) {
                var date = read(matcher);
                if (date != null) {
                    found = date;
                    where = matcher.start();
                }
            }
        }
        return found;
    }

    Revision revision() {
        if (exact != null && timed) {
            return Revision.at(value, latest.toInstant(exact));
        }
        return timed ? Revision.atLocal(value, latest) : Revision.onDay(value, latest.toLocalDate());
    }

    private static @Nullable ListedDate read(Matcher found) {
        try {
            boolean inFigures = found.namedGroups().containsKey("m");
            int month = inFigures
                    ? Integer.parseInt(found.group("m"))
                    : MONTHS.indexOf(found.group("mon").toLowerCase(Locale.ROOT)) + 1;
            int day = Integer.parseInt(found.group("d"));
            int year = Integer.parseInt(found.group("y")) + (found.group("y").length() == 2 ? 2000 : 0);
            boolean slashes = found.group().contains("/");
            boolean dayFirst = slashes && month > 12;
            var date = LocalDate.of(year, dayFirst ? day : month, dayFirst ? month : day);
            var other = slashes && !dayFirst && day <= 12 && found.group("half") == null
                    ? LocalDate.of(year, day, month)
                    : date;
            boolean timed = found.group("h") != null;
            var time = timed ? time(found) : LocalTime.MIDNIGHT;
            var value = timed ? date.atTime(time).toString() : date.toString();
            var latest = other.isAfter(date) ? other : date;
            return new ListedDate(value, date.atTime(time), latest.atTime(time), zone(found.group("zone")), timed);
        } catch (DateTimeException e) {
            // Figures in the shape of a date that no calendar has.
            return null;
        }
    }

    private static LocalTime time(Matcher found) {
        int hour = Integer.parseInt(found.group("h"));
        var half = found.group("half");
        if (half != null) {
            hour = hour % 12 + (half.equalsIgnoreCase("p") ? 12 : 0);
        }
        var seconds = found.group("s");
        return LocalTime.of(
                hour, Integer.parseInt(found.group("min")), seconds == null ? 0 : Integer.parseInt(seconds));
    }

    private static @Nullable ZoneOffset zone(@Nullable String zone) {
        if (zone == null) {
            return null;
        }
        return Character.isLetter(zone.charAt(0)) ? ZoneOffset.UTC : ZoneOffset.of(zone);
    }

    /** A date in the machine-readable attribute that some servers write. */
    static @Nullable ListedDate ofAttribute(String datetime) {
        try {
            var moment = OffsetDateTime.parse(datetime.strip());
            return new ListedDate(
                    moment.toString(), moment.toLocalDateTime(), moment.toLocalDateTime(), moment.getOffset(), true);
        } catch (DateTimeException e) {
            return in(datetime);
        }
    }
}
