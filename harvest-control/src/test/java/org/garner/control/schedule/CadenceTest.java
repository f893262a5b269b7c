package org.garner.control.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.garner.harvest.TimeOrderedIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CadenceTest {
    private static final UUID SOURCE = UUID.fromString("0198c7a2-93d5-7c1e-8a52-5a1f0e6a7b10");
    private static final Instant ANCHOR = Instant.parse("2026-01-31T10:00:00Z");

    @Test
    void aDailySourceDoesNotDriftHoweverLateItIsLookedAt() {
        var daily = Cadence.parse("daily");
        var first = due(daily, ANCHOR);

        var second = due(daily, first.plus(Duration.ofHours(23)));
        var muchLater = due(daily, first.plus(Duration.ofDays(100)).plusSeconds(7));

        assertThat(first).isBetween(ANCHOR.plusSeconds(1), ANCHOR.plus(Duration.ofHours(2)));
        assertThat(second).isEqualTo(first.plus(Duration.ofDays(1)));
        assertThat(muchLater).isEqualTo(first.plus(Duration.ofDays(101)));
    }

    @Test
    void theDueTimesOfAMonthlySourceFollowTheCalendarFromTheThirtyFirst() {
        var days = Stream.iterate(
                        due(Cadence.parse("MONTHLY"), ANCHOR.minusSeconds(1)),
                        last -> due(Cadence.parse("MONTHLY"), last))
                .limit(14)
                .map(due -> due.toString().substring(0, 10))
                .toList();

        assertThat(days)
                .startsWith("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30")
                .endsWith("2027-01-31", "2027-02-28");
    }

    @Test
    void aMonthlySourceOfALeapDayKeepsToTheTwentyNinth() {
        var monthly = Cadence.parse("MONTHLY");
        var leapDay = Instant.parse("2028-02-29T01:00:00Z");

        assertThat(monthly.dueAfter(Instant.parse("2028-02-29T12:00:00Z"), leapDay, SOURCE)
                        .orElseThrow())
                .isBetween(Instant.parse("2028-03-29T00:00:00Z"), Instant.parse("2028-03-29T04:00:00Z"));
    }

    @Test
    void fiveHundredSourcesOfOneMomentAreSpreadOverTwoHours() {
        var daily = Cadence.parse("DAILY");

        var perMinute = Stream.generate(TimeOrderedIds::next)
                .limit(500)
                .map(source -> daily.dueAfter(ANCHOR, ANCHOR, source).orElseThrow())
                .peek(due -> assertThat(due).isBetween(ANCHOR, ANCHOR.plus(Duration.ofHours(2))))
                .collect(Collectors.groupingBy(
                        due -> Duration.between(ANCHOR, due).toMinutes(), Collectors.counting()));

        assertThat(perMinute.values()).allMatch(count -> count < 20);
        assertThat(perMinute).hasSizeGreaterThan(90);
    }

    @Test
    void aSourceThatRunsWhenToldIsNeverDue() {
        assertThat(Cadence.parse("manual").dueAfter(ANCHOR, ANCHOR, SOURCE)).isEmpty();
        assertThat(Cadence.parse(" ").text()).isEqualTo("MANUAL");
    }

    /** London: at 01:00 UTC on 29 March 2026 01:00 becomes 02:00; at 01:00 UTC on 25 October 02:00 becomes 01:00. */
    @ParameterizedTest
    @CsvSource({
        // what is left out comes as much later, once
        "30 1 * * * Europe/London, 2026-03-28T12:00:00Z, 2026-03-29T01:30:00Z, 2026-03-30T00:30:00Z",
        // what comes twice is fired the first time
        "30 1 * * * Europe/London, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
        "0 6 * * * Europe/London, 2026-03-28T12:00:00Z, 2026-03-29T05:00:00Z, 2026-03-30T05:00:00Z",
        // half an hour: 02:00 becomes 02:30 on 4 October 2026, at 15:30 UTC of the 3rd
        "15 2 * * * Australia/Lord_Howe, 2026-10-03T12:00:00Z, 2026-10-03T15:45:00Z, 2026-10-04T15:15:00Z",
        // 02:00 becomes 01:30 on 5 April 2026, at 15:00 UTC of the 4th
        "45 1 * * * Australia/Lord_Howe, 2026-04-04T00:00:00Z, 2026-04-04T14:45:00Z, 2026-04-05T15:15:00Z",
        "0 12 29 2 * UTC, 2026-01-01T00:00:00Z, 2028-02-29T12:00:00Z, 2032-02-29T12:00:00Z",
        "0 12 31 * * UTC, 2026-01-31T12:00:00Z, 2026-03-31T12:00:00Z, 2026-05-31T12:00:00Z",
        "0 9 * * MON-FRI UTC, 2026-11-20T09:00:00Z, 2026-11-23T09:00:00Z, 2026-11-24T09:00:00Z"
    })
    void aTimeOfDayComesOnceADayWhateverTheClocksDo(String text, Instant after, Instant first, Instant second) {
        var cron = Cadence.parse(text);

        assertThat(due(cron, after)).isEqualTo(first);
        assertThat(due(cron, first)).isEqualTo(second);
    }

    @Test
    void aTimeInTheSecondOfTwoEqualHoursIsNotDueAgain() {
        var cron = Cadence.parse("30 1 * * * Europe/London");

        assertThat(due(cron, Instant.parse("2026-10-25T01:10:00Z"))).isEqualTo("2026-10-26T01:30:00Z");
    }

    @Test
    void everyHourIsEveryHourAlsoWhenClocksChange() {
        for (var night : List.of("2026-03-28T22:30:00Z", "2026-10-24T22:30:00Z")) {
            assertThat(hours("0 * * * * Europe/London", Instant.parse(night), 6))
                    .containsOnly(Duration.ofHours(1));
        }
        assertThat(hours("*/30 * * * * Australia/Lord_Howe", Instant.parse("2026-10-03T14:10:00Z"), 8))
                .containsOnly(Duration.ofMinutes(30));
        assertThat(hours("*/30 * * * * Australia/Lord_Howe", Instant.parse("2026-04-04T13:10:00Z"), 8))
                .containsOnly(Duration.ofMinutes(30));
    }

    @Test
    void aYearOfDueTimesOnlyGoesForwards() {
        for (var text : List.of(
                "45 1 * * * Australia/Lord_Howe", "*/20 1-2 * * * Europe/London", "7 */3 * * SUN Europe/London")) {
            var cron = Cadence.parse(text);
            var time = Instant.parse("2026-01-01T00:00:00Z");
            while (time.isBefore(Instant.parse("2027-01-01T00:00:00Z"))) {
                var next = due(cron, time);
                assertThat(next).as(text).isAfter(time);
                assertThat(due(cron, time.plus(Duration.between(time, next).dividedBy(2))))
                        .as("asked half way to it")
                        .isEqualTo(next);
                time = next;
            }
        }
    }

    @Test
    void aCronExpressionIsShownWithItsZone() {
        assertThat(Cadence.parse("5 4 * * *").text()).isEqualTo("5 4 * * * UTC");
        assertThat(Cadence.parse(" 5  4 * * MON-FRI   Europe/London").text())
                .isEqualTo("5 4 * * MON-FRI Europe/London");
        assertThat(Cadence.parse(Cadence.parse("5 4 * * *").text())).isEqualTo(Cadence.parse("5 4 * * * UTC"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hourly | Frequency hourly not recognised; known: [MANUAL, DAILY, WEEKLY, BIWEEKLY, MONTHLY, ALWAYS]",
                "30 25 * * * | Field 2 of the cron expression, the hour, cannot be '25'",
                "30 6 * * FRY Europe/London | Field 5 of the cron expression, the day of the week, cannot be 'FRY'",
                "30 6 * * * Europe/Londn | 'Europe/Londn', the last word of '30 6 * * * Europe/Londn', is no time zone",
                "0 30 6 * * MON | 'MON', the last word of '0 30 6 * * MON', is no time zone such as Europe/London; a"
                        + " cron expression has 5 fields",
                "0 30 6 * * MON UTC | A cron expression has 5 fields (minute, hour, day of the month, month, day of"
                        + " the week)",
                "0 0 30 2 * | The cron expression '0 0 30 2 *' names a day that never comes"
            })
    void whatCannotBeReadIsRefusedWithThePlaceOfTheFault(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cadence.parse(text))
                .withMessageStartingWith(message);
    }

    private static Instant due(Cadence cadence, Instant after) {
        return cadence.dueAfter(after, ANCHOR, SOURCE).orElseThrow();
    }

    private static List<Duration> hours(String text, Instant from, int count) {
        var cron = Cadence.parse(text);
        var between = new ArrayList<Duration>();
        var time = due(cron, from);
        for (int i = 0; i < count; i++) {
            var next = due(cron, time);
            between.add(Duration.between(time, next));
            time = next;
        }
        return between;
    }
}
