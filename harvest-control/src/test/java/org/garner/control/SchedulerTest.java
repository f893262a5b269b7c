package org.garner.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.garner.control.schedule.Switches;
import org.garner.ledger.ControlLease;
import org.junit.jupiter.api.Test;

/** When sources fall due, and that each due time fires once. */
class SchedulerTest extends ScheduledSources {
    @Test
    void aSourceIsPlannedAndThenFiredOncePerDueTime() {
        room.lead();
        var source = source("DAILY");

        room.lookAt(MONDAY);
        var due = next(source);
        room.lookAt(due.minusSeconds(1));
        assertThat(jobs(source)).isZero();

        room.lookAt(due);
        room.lookAt(due.plusSeconds(1));

        assertThat(jobs(source)).isOne();
        assertThat(next(source)).isEqualTo(due.plus(Duration.ofDays(1)));
        assertThat(JOBS.openOf(source).orElseThrow().scheduled()).isTrue();
        assertThat(room.count("fired")).isOne();
    }

    @Test
    void whatWasMissedIsFiredOnceAndTheTimesStayWhereTheyWere() {
        room.lead();
        var source = source("DAILY");
        room.lookAt(MONDAY);
        var due = next(source);

        room.lookAt(due.plus(Duration.ofHours(75)));
        room.lookAt(due.plus(Duration.ofHours(75)).plusSeconds(1));

        assertThat(jobs(source)).isOne();
        assertThat(next(source)).isEqualTo(due.plus(Duration.ofDays(4)));
    }

    @Test
    void aClockThatJumpsBackAnHourFiresNothingAgain() {
        room.lead();
        var source = source("*/30 * * * * Europe/London");
        room.lookAt(MONDAY.plusSeconds(60));
        room.lookAt(MONDAY.plus(Duration.ofMinutes(30)));
        ends(source, "succeeded", null);

        for (int minute = -30; minute <= 30; minute += 5) {
            room.lookAt(MONDAY.plus(Duration.ofMinutes(minute)));
        }

        assertThat(jobs(source)).isOne();
        assertThat(next(source)).isEqualTo(MONDAY.plus(Duration.ofMinutes(60)));
    }

    @Test
    void aClockThatJumpsForwardAnHourAndBackFiresOnce() {
        room.lead();
        var source = source("30 * * * *");
        room.lookAt(MONDAY);
        room.lookAt(MONDAY.plus(Duration.ofMinutes(60)));
        ends(source, "succeeded", null);

        room.lookAt(MONDAY.plus(Duration.ofMinutes(1)));
        room.lookAt(MONDAY.plus(Duration.ofMinutes(31)));

        assertThat(jobs(source)).isOne();
        assertThat(next(source)).isEqualTo(MONDAY.plus(Duration.ofMinutes(90)));
    }

    @Test
    void twoThatLookAtOnceFireOnce() throws Exception {
        room.lead();
        var sources = List.of(source("DAILY"), source("WEEKLY"), source("ALWAYS"));
        room.lookAt(MONDAY);
        clock.now = MONDAY.plus(Duration.ofDays(1));
        var others = List.of(new Room("first"), new Room("first"), new Room("first"));
        others.forEach(other -> other.epoch = room.epoch);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : threads.invokeAll(
                    others.stream().map(SchedulerTest::looking).toList())) {
                future.get();
            }
        }

        assertThat(sources).allSatisfy(source -> assertThat(jobs(source)).isOne());
        assertThat(others.stream().mapToDouble(other -> other.count("fired")).sum())
                .isEqualTo(3);
    }

    private static Callable<Void> looking(Room room) {
        return () -> {
            room.scheduler.look();
            return null;
        };
    }

    @Test
    void whoHasLostTheLeadFiresNothing() {
        room.lead();
        var source = source("DAILY");
        room.lookAt(MONDAY);
        var other = new Room("second");
        other.lead();

        assertThat(catchThrowable(() -> room.lookAt(MONDAY.plus(Duration.ofDays(1)))))
                .isInstanceOf(ControlLease.LostLeadException.class);
        assertThat(jobs(source)).isZero();

        other.scheduler.look();
        assertThat(jobs(source)).isOne();
    }

    @Test
    void aSourceWithAnOpenJobIsLeftOutOnceAndKeepsItsNextTime() {
        room.lead();
        var source = source("DAILY");
        room.lookAt(MONDAY);
        JOBS.add(source, "incremental", "api");

        var late = next(source).plusSeconds(5);
        room.lookAt(late);
        room.lookAt(late.plusSeconds(1));

        assertThat(jobs(source)).isOne();
        assertThat(room.count("skipped")).isOne();
        assertThat(room.count("fired")).isZero();
        assertThat(next(source)).isAfter(late.plus(Duration.ofHours(20)));
    }

    @Test
    void quietHoursPutADueSourceOffUntilTheyEnd() {
        room.lead();
        var source = source("30 9 * * * UTC", "Mon-Fri 08:00-18:00 UTC");
        room.lookAt(Instant.parse("2026-11-23T19:00:00Z"));

        room.lookAt(Instant.parse("2026-11-24T09:30:00Z"));
        room.lookAt(Instant.parse("2026-11-24T12:00:00Z"));
        assertThat(jobs(source)).isZero();
        assertThat(room.count("awaited")).as("said once").isOne();
        assertThat(next(source)).isEqualTo("2026-11-24T09:30:00Z");

        room.lookAt(Instant.parse("2026-11-24T18:00:00Z"));
        assertThat(jobs(source)).isOne();
        assertThat(next(source)).isEqualTo("2026-11-25T09:30:00Z");
    }

    @Test
    void anotherFrequencyIsPlannedAnewAndNoneEndsThePlan() {
        room.lead();
        var source = source("DAILY");
        room.lookAt(MONDAY);
        var settings = stored(source).settings();

        SOURCES.change(source, frequency(settings, "0 3 * * * UTC"));
        assertThat(stored(source).nextRun()).isNull();
        room.lookAt(MONDAY.plusSeconds(1));
        assertThat(next(source)).isEqualTo("2026-11-24T03:00:00Z");

        SOURCES.change(source, frequency(settings, "MANUAL"));
        room.lookAt(MONDAY.plus(Duration.ofDays(2)));
        assertThat(stored(source).nextRun()).isNull();
        assertThat(jobs(source)).isZero();
    }

    @Test
    void theSchedulerRunsInProductionOrWhenSwitchedOn() {
        assertThat(Switches.of(JDBC, "", "").state().reason())
                .startsWith("off: the environment is development. Start control with GARNER_ENVIRONMENT=production");
        assertThat(Switches.of(JDBC, "", "on").state().on()).isTrue();
        assertThat(Switches.of(JDBC, "Production", "").state().on()).isTrue();
        assertThat(Switches.of(JDBC, "production", "off").state().on()).isFalse();
        assertThat(Switches.of(JDBC, "staging", "").state().on()).isFalse();
    }

    @Test
    void inACopyOfProductionsDatabaseNothingIsFired() {
        new Room("production", "production", "");
        var copy = new Room("copy", "", "on");
        copy.lead();
        var source = source("DAILY");

        copy.lookAt(MONDAY);
        copy.lookAt(MONDAY.plus(Duration.ofDays(1)));

        assertThat(jobs(source)).isZero();
        assertThat(next(source)).as("it is shown all the same").isAfter(MONDAY);
        assertThat(copy.scheduler.says())
                .isEqualTo("off: the database belongs to the environment production, this process to development"
                        + " (GARNER_ENVIRONMENT is not set). Start it with GARNER_ENVIRONMENT=production, or, when"
                        + " the database is a copy, run: update harvest_environment set name = 'development'");
        assertThat(copy.metrics.get("harvest.scheduler.mismatch").gauge().value())
                .isOne();

        JDBC.sql("update harvest_environment set name = 'development'").update();
        copy.lookAt(MONDAY.plus(Duration.ofDays(1)));

        assertThat(jobs(source)).isOne();
    }
}
