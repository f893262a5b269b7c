package org.garner.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import org.garner.harvest.JobMode;
import org.garner.ledger.JobStandings.Standing;
import org.junit.jupiter.api.Test;

class JobLimitsTest {
    private static final UUID JOB = new UUID(0, 7);
    private static final LimitSettings DEFAULTS =
            new LimitSettings(Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(24), 100, 50);

    private Duration clock = Duration.ZERO;
    private final JobLimits limits = new JobLimits(
            DEFAULTS, () -> clock.toNanos(), InstantSource.fixed(Instant.parse("2026-01-31T08:00:00.5Z")));

    @Test
    void aJobThatMovesIsLeftAlone() {
        for (int minute = 0; minute < 600; minute++) {
            clock = Duration.ofMinutes(minute);
            assertThat(limits.exceeded(standing("page " + minute / 29, false))).isEmpty();
        }
    }

    @Test
    void aJobThatStandsStillForHalfAnHourEndsWithTheReason() {
        limits.exceeded(standing("page 7", false));
        clock = Duration.ofMinutes(30);
        assertThat(limits.exceeded(standing("page 7", false))).isEmpty();
        clock = Duration.ofMinutes(31);
        assertThat(limits.exceeded(standing("page 7", false)))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("No progress for 31 min", "limit 30 min", "since 2026-01-31T07:29:00Z", "sweep")
                        .contains("nothing was withdrawn", "start or resume"));
    }

    @Test
    void waitingAsTheHostHasAskedCountsAsProgressForAnHour() {
        look(Duration.ofMinutes(80), true);
        assertThat(limits.exceeded(standing("page 7", true))).isEmpty();
        look(Duration.ofMinutes(91), true);
        assertThat(limits.exceeded(standing("page 7", true)))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("No progress for"));
    }

    @Test
    void timeBeforeAndAfterSuchAWaitStillCounts() {
        look(Duration.ofMinutes(20), false);
        look(Duration.ofMinutes(60), true);
        look(Duration.ofMinutes(69), false);
        assertThat(limits.exceeded(standing("page 7", false))).isEmpty();
        look(Duration.ofMinutes(72), false);
        assertThat(limits.exceeded(standing("page 7", false))).isPresent();
    }

    @Test
    void aJobEndsAfterADayHoweverMuchItMoves() {
        assertThat(limits.exceeded(standing(Duration.ofHours(24), 0, 0))).isEmpty();
        assertThat(limits.exceeded(standing(Duration.ofHours(25), 80, 0)))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("Not done after 25 h", "limit 24 h", "since 2026-01-30T07:00:00Z", "80 records"));
    }

    @Test
    void errorsEndAJobFromAHundredRecordsOn() {
        assertThat(limits.exceeded(standing(Duration.ofMinutes(1), 99, 99))).isEmpty();
        assertThat(limits.exceeded(standing(Duration.ofMinutes(1), 100, 50))).isEmpty();
        assertThat(limits.exceeded(standing(Duration.ofMinutes(1), 100, 51)))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("51 of 100 records had errors", "limit 50 %", "the rest was cancelled"));
    }

    @Test
    void aJobThatIsForgottenBeginsAnew() {
        limits.exceeded(standing("page 7", false));
        limits.keep(Set.of());
        clock = Duration.ofHours(3);
        assertThat(limits.exceeded(standing("page 7", false))).isEmpty();
    }

    /** Looks at the job every five seconds until this time. */
    private void look(Duration until, boolean paused) {
        while (clock.compareTo(until) < 0) {
            limits.exceeded(standing("page 7", paused));
            clock = clock.plusSeconds(5);
        }
    }

    @Test
    void recordsThatFailedBeforeMayFailAgain() {
        assertThat(limits.exceeded(standing(JobMode.RETRY, Duration.ofMinutes(1), 100, 100)))
                .isEmpty();
        assertThat(limits.exceeded(standing(JobMode.FULL, Duration.ofMinutes(1), 100, 100)))
                .isPresent();
    }

    private static Standing standing(String moves, boolean paused) {
        return new Standing(JOB, JobMode.INCREMENTAL, "sweep", Duration.ofHours(1), moves, paused, 0, 0);
    }

    private static Standing standing(Duration age, long ended, long errored) {
        return standing(JobMode.INCREMENTAL, age, ended, errored);
    }

    private static Standing standing(JobMode mode, Duration age, long ended, long errored) {
        return new Standing(JOB, mode, "harvest", age, "ended " + ended, false, ended, errored);
    }
}
