package org.garner.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.garner.harvest.HarvestFailure;
import org.junit.jupiter.api.Test;

/** What becomes of the schedule of a source that makes trouble. */
class SchedulerTroubleTest extends ScheduledSources {
    @Test
    void aSourceThatFailedIsTriedAgainAfterTwiceAsLongEachTimeAndSuccessEndsIt() {
        room.lead();
        var source = source("WEEKLY");
        room.lookAt(MONDAY);
        var time = next(source);
        var regular = time.plus(Duration.ofDays(7));
        room.lookAt(time);

        for (long minutes = 15; minutes <= 24 * 60; minutes *= 2) {
            ends(source, "failed", null);
            time = time.plusSeconds(10);
            room.lookAt(time);
            assertThat(upcoming(source).due())
                    .as("%d minutes", minutes)
                    .isEqualTo(time.plus(Duration.ofMinutes(minutes)));
            time = time.plus(Duration.ofMinutes(minutes));
            room.lookAt(time);
            assertThat(JOBS.openOf(source)).isPresent();
            assertThat(next(source)).isEqualTo(regular);
        }
        ends(source, "failed", null);
        time = time.plusSeconds(10);
        room.lookAt(time);
        assertThat(upcoming(source).due()).as("a day at most").isEqualTo(time.plus(Duration.ofDays(1)));
        time = time.plus(Duration.ofDays(1));
        room.lookAt(time);

        ends(source, "with_errors", null);
        room.lookAt(time.plusSeconds(10));

        assertThat(upcoming(source).retry()).isNull();
        assertThat(upcoming(source).failures()).isZero();
        assertThat(upcoming(source).due()).isEqualTo(regular);
    }

    @Test
    void aSourceThatRefusesUsIsPausedUntilSomebodyEditsIt() {
        room.lead();
        var source = source("ALWAYS");
        room.lookAt(MONDAY);
        var time = next(source);
        room.lookAt(time);
        ends(source, "failed", new HarvestFailure.Refused(URI.create("https://a.example/csw"), 403, ""));

        room.lookAt(time.plusSeconds(10));
        room.lookAt(time.plus(Duration.ofDays(3)));

        var paused = stored(source);
        assertThat(jobs(source)).isOne();
        assertThat(paused.pause())
                .isNotNull()
                .satisfies(pause -> assertThat(pause.reason()).startsWith("The source answered 403 when job "));
        assertThat(paused.version())
                .as("an editor who has not seen the pause is told")
                .isEqualTo(2);

        SOURCES.change(source, paused.settings());
        room.lookAt(time.plus(Duration.ofDays(3)).plusSeconds(10));

        assertThat(jobs(source)).isEqualTo(2);
        assertThat(stored(source).pause()).isNull();
    }

    @Test
    void aJobOfAPausedSourceThatEndsWellEndsThePause() {
        room.lead();
        var source = source("DAILY");
        room.lookAt(MONDAY);
        SCHEDULES.pause(List.of(source), "refused", MONDAY);
        JOBS.add(source, "incremental", "api");
        ends(source, "succeeded", null);

        room.lookAt(MONDAY.plusSeconds(10));

        assertThat(stored(source).pause()).isNull();
    }

    @Test
    void anAbortedJobChangesNothing() {
        room.lead();
        var source = source("DAILY");
        room.lookAt(MONDAY);
        var due = next(source);
        room.lookAt(due);
        JOBS.abort(JOBS.openOf(source).orElseThrow().id(), "test", "enough");

        room.lookAt(due.plusSeconds(10));

        assertThat(upcoming(source).failures()).isZero();
        assertThat(upcoming(source).retry()).isNull();
    }

    @Test
    void whatSqlWroteAndNobodyCanReadIsPausedAndHoldsUpNoOther() {
        room.lead();
        var garbled = source("DAILY");
        var hours = source("30 12 * * *", "08:00-18:00 UTC");
        var fine = source("30 12 * * *");
        JDBC.sql("update harvest_source set frequency = 'hourly' where id = :id")
                .param("id", garbled)
                .update();
        room.lookAt(MONDAY);
        JDBC.sql("update harvest_source set quiet_hours = '{tea}' where id = :id")
                .param("id", hours)
                .update();

        room.lookAt(MONDAY.plus(Duration.ofMinutes(30)));

        assertThat(upcoming(garbled).because()).startsWith("Frequency hourly not recognised");
        assertThat(upcoming(hours).because()).startsWith("Quiet hours look like");
        assertThat(jobs(fine)).isOne();
    }
}
