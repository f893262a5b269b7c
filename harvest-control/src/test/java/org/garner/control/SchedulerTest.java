package org.garner.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.garner.control.schedule.Switches;
import org.garner.embedded.TestPostgres;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.JobTicket;
import org.garner.harvest.SourceConfig;
import org.garner.ledger.ControlLease;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.Jobs;
import org.garner.ledger.Schedules;
import org.garner.ledger.Sources;
import org.garner.ledger.Sources.Settings;
import org.garner.ledger.Sources.Stored;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The scheduler on a real Postgres, with a clock that the tests set. */
class SchedulerTest {
    private static final TestPostgres POSTGRES = TestPostgres.create();
    private static final DataSource DATA = migrated();
    private static final JdbcClient JDBC = JdbcClient.create(DATA);
    private static final TransactionTemplate TRANSACTION = new TransactionTemplate(new JdbcTransactionManager(DATA));
    private static final Sources SOURCES = new Sources(JDBC);
    private static final Jobs JOBS = new Jobs(JDBC);
    private static final Schedules SCHEDULES = new Schedules(JDBC);
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Instant MONDAY = Instant.parse("2026-11-23T12:00:00Z");

    private final SetClock clock = new SetClock(MONDAY);
    private final Room room = new Room("first");

    private static final class SetClock extends Clock {
        private volatile Instant now;

        private SetClock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** A control process: a scheduler with a lease of its own. */
    private final class Room {
        private final ControlLease lease;
        private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        private final Scheduler scheduler;
        private OptionalLong epoch = OptionalLong.empty();

        private Room(String name) {
            this(name, "", "on");
        }

        private Room(String name, String environment, String wanted) {
            lease = new ControlLease(JDBC, name);
            scheduler = new Scheduler(
                    new Scheduler.Tables(SCHEDULES, JOBS, lease),
                    Switches.of(JDBC, environment, wanted),
                    clock,
                    TRANSACTION,
                    new Scheduler.Lead(() -> epoch, () -> {}),
                    metrics);
            scheduler.start();
        }

        private void lead() {
            JDBC.sql("update control_lease set beat = now() - interval '1 minute'")
                    .update();
            epoch = lease.take();
        }

        private void lookAt(Instant time) {
            clock.now = time;
            scheduler.look();
        }

        private double count(String what) {
            return metrics.get("harvest.schedule." + what).counter().count();
        }
    }

    private static DataSource migrated() {
        var data = POSTGRES.dataSource();
        Flyway.configure()
                .dataSource(data)
                .locations("classpath:db/migration/ledger")
                .load()
                .migrate();
        return data;
    }

    @AfterEach
    void forget() {
        JDBC.sql("delete from harvest_environment").update();
        JDBC.sql("update harvest_source set deleted = now(), active = false where deleted is null")
                .update();
    }

    @AfterAll
    static void drop() {
        POSTGRES.close();
    }

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

    private static UUID source(String frequency, String... quiet) {
        var name = "source-" + COUNT.incrementAndGet();
        return SOURCES.add(new Settings(
                        name,
                        URI.create("https://%s.example/csw".formatted(name)),
                        name,
                        "",
                        new HarvesterType("csw"),
                        SourceConfig.NONE,
                        null,
                        true,
                        frequency,
                        List.of(quiet)))
                .orElseThrow()
                .id();
    }

    private static Settings frequency(Settings it, String frequency) {
        return new Settings(
                it.name(), it.url(), it.title(), it.notes(), it.type(), it.config(), null, true, frequency, List.of());
    }

    /** Runs the open job of a source to its end. */
    private static void ends(UUID source, String outcome, @Nullable HarvestFailure failure) {
        var job = JOBS.openOf(source).orElseThrow();
        JOBS.start(job.id());
        var ticket = new JobTicket(job.id(), 1);
        if (failure != null) {
            new HarvestErrors(JDBC).addGather(ticket, List.of(failure));
        }
        JOBS.finish(ticket, outcome, null);
    }

    private static Stored stored(UUID source) {
        return SOURCES.find(source.toString()).orElseThrow();
    }

    private static Instant next(UUID source) {
        return Objects.requireNonNull(stored(source).nextRun());
    }

    private static Schedules.Upcoming upcoming(UUID source) {
        return SCHEDULES.upcoming(null, null, 100).stream()
                .filter(one -> one.source().equals(source))
                .findFirst()
                .orElseThrow();
    }

    private static long jobs(UUID source) {
        return JDBC.sql("select count(*) from harvest_job where source_id = :source")
                .param("source", source)
                .query(Long.class)
                .single();
    }
}
