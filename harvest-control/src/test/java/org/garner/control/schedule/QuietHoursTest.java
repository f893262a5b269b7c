package org.garner.control.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {
    @ParameterizedTest
    @CsvSource({
        "Mon-Fri 08:00-18:00 Europe/London, 2026-11-23T08:00:00Z, 2026-11-23T18:00:00Z",
        "Mon-Fri 08:00-18:00 Europe/London, 2026-11-23T18:00:00Z,",
        "Mon-Fri 08:00-18:00 Europe/London, 2026-11-22T12:00:00Z,",
        "mon-fri 08:00-18:00 Europe/London, 2026-07-01T07:00:00Z, 2026-07-01T17:00:00Z",
        // over midnight they belong to the day on which they begin
        "Fri 22:00-06:00, 2026-11-28T05:59:59Z, 2026-11-28T06:00:00Z",
        "Fri 22:00-06:00, 2026-11-27T05:59:59Z,",
        "'Sat,Sun 00:00-24:00 UTC', 2026-11-28T03:00:00Z, 2026-11-30T00:00:00Z",
        "Fri-Mon 00:00-24:00 UTC, 2026-11-30T23:00:00Z, 2026-12-01T00:00:00Z",
        // the night in which the clocks go back lasts an hour longer
        "00:30-04:00 Europe/London, 2026-10-24T23:30:00Z, 2026-10-25T04:00:00Z",
        "00:30-04:00 Europe/London, 2026-10-25T01:15:00Z, 2026-10-25T04:00:00Z",
        // in the night in which they go forward there is no such time
        "01:00-02:00 Europe/London, 2026-03-29T01:00:00Z,"
    })
    void tellWhenTheyEnd(@Nullable String text, Instant time, @Nullable Instant end) {
        var parts = String.valueOf(text);
        assertThat(QuietHours.until(List.of(QuietHours.parse(parts)), time).orElse(null))
                .isEqualTo(end);
    }

    @Test
    void oneEndsWhereTheNextBeginsAndTheLastOneCounts() {
        var all = QuietHours.parse(List.of("08:00-12:00", "11:00-15:00", "15:00-16:00"));

        assertThat(QuietHours.until(all, Instant.parse("2026-11-23T09:00:00Z")))
                .contains(Instant.parse("2026-11-23T16:00:00Z"));
    }

    @Test
    void hoursThatFillTheWeekAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuietHours.parse(List.of("08:00-20:00", "20:00-08:00")))
                .withMessage("These quiet hours leave no time in the week to start at");
    }

    @Test
    void areShownWithTheirZone() {
        assertThat(QuietHours.parse("Sat  08:00-18:00").text()).isEqualTo("Sat 08:00-18:00 UTC");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "office hours | Quiet hours look like 'Mon-Fri 08:00-18:00 Europe/London', but were 'office hours'",
                "Mon-Fry 08:00-18:00 | 'Fry' in the quiet hours 'Mon-Fry 08:00-18:00' is no day; days are Mon, Tue,"
                        + " Wed, Thu, Fri, Sat, Sun",
                "Mon, 08:00-18:00 | '' in the quiet hours 'Mon, 08:00-18:00' is no day; days are Mon, Tue, Wed, Thu,"
                        + " Fri, Sat, Sun",
                "08:00-25:00 | The time 25:00 of the quiet hours '08:00-25:00' does not exist",
                "08:00-08:00 | Quiet hours end at another time than they begin, a whole day is 00:00-24:00, but was"
                        + " '08:00-08:00'",
                "08:00-18:00 Mars/Base | 'Mars/Base' in the quiet hours '08:00-18:00 Mars/Base' is no time zone such"
                        + " as Europe/London"
            })
    void whatCannotBeReadIsRefusedWithThePlaceOfTheFault(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuietHours.parse(Arrays.asList(text)))
                .withMessage(message);
    }
}
