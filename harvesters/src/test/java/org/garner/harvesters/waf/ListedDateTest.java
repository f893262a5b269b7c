package org.garner.harvesters.waf;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListedDateTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        2024-11-07 15:00  356K                | 2024-11-07T15:00
        2026-07-12 02:23                      | 2026-07-12T02:23
        2024-11-07T15:00:30Z                  | 2024-11-07T15:00:30
        07-Nov-2024 15:00        364868       | 2024-11-07T15:00
        2024-Nov-07 15:00:01                  | 2024-11-07T15:00:01
        11/7/2024  3:00 PM          168       | 2024-11-07T15:00
        11/7/2024  12:05 AM          168      | 2024-11-07T00:05
        Friday, July 31, 2026  4:53 PM  27383 | 2026-07-31T16:53
        Nov 7, 2024 3:00:00 PM                | 2024-11-07T15:00
        Thu, 07 Nov 2024 15:00:00 GMT         | 2024-11-07T15:00
        31/12/2024 15:00                      | 2024-12-31T15:00
        11/07/24 15:00                        | 2024-11-07T15:00
        """)
    void readsTheWaysInWhichServersWriteDates(String text, LocalDateTime expected) {
        assertThat(requireNonNull(ListedDate.in(text)).earliest()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "356K",
                "12.5M",
                "-",
                "version 2.0.2",
                "1234-56-78 99:99",
                "13/13/2024 10:00",
                "30-Feb-2024 10:00"
            })
    void takesNothingElseForADate(String text) {
        assertThat(ListedDate.in(text)).isNull();
    }

    @Test
    void aMinuteWithoutAZoneIsTrustedADayAndTwoHoursLater() {
        var revision = requireNonNull(ListedDate.in("2024-11-07 15:00")).revision();
        assertThat(revision.value()).isEqualTo("2024-11-07T15:00");
        assertThat(revision.trustedFrom()).isEqualTo(Instant.parse("2024-11-08T17:00:00Z"));
    }

    @Test
    void aDayIsTrustedWhenItIsOverEverywhere() {
        assertThat(requireNonNull(ListedDate.in("2024-11-07")).revision().trustedFrom())
                .isEqualTo(Instant.parse("2024-11-09T02:00:00Z"));
    }

    @Test
    void aMomentWithItsZoneIsTrustedAnHourLater() {
        assertThat(requireNonNull(ListedDate.in("Thu, 07 Nov 2024 15:00:00 GMT"))
                        .revision()
                        .trustedFrom())
                .isEqualTo(Instant.parse("2024-11-07T16:00:00Z"));
        assertThat(requireNonNull(ListedDate.ofAttribute("2024-11-07T15:00:00+02:00"))
                        .revision()
                        .trustedFrom())
                .isEqualTo(Instant.parse("2024-11-07T14:00:00Z"));
    }

    @Test
    void ofTwoPossibleDaysTheLaterDecidesWhenItIsTrusted() {
        assertThat(requireNonNull(ListedDate.in("7/11/2024 15:00")).revision().trustedFrom())
                .isEqualTo(Instant.parse("2024-11-08T17:00:00Z"));
        assertThat(requireNonNull(ListedDate.in("7/11/2024 3:00 PM")).revision().trustedFrom())
                .as("a month first where the clock has twelve hours")
                .isEqualTo(Instant.parse("2024-07-12T17:00:00Z"));
    }
}
