package org.garner.control;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
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
import org.garner.ledger.HarvestLog;
import org.garner.ledger.JobLog;
import org.garner.ledger.JobLogSettings;
import org.garner.ledger.Jobs;
import org.garner.ledger.Schedules;
import org.garner.ledger.Sources;
import org.garner.ledger.Sources.Settings;
import org.garner.ledger.Sources.Stored;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Sources on a real Postgres, schedulers of several control processes, and a clock that the tests set. */
abstract class ScheduledSources {
    static final TestPostgres POSTGRES = TestPostgres.create();
    static final DataSource DATA = migrated();
    static final JdbcClient JDBC = JdbcClient.create(DATA);
    static final TransactionTemplate TRANSACTION = new TransactionTemplate(new JdbcTransactionManager(DATA));
    static final Sources SOURCES = new Sources(JDBC);
    static final Jobs JOBS = new Jobs(JDBC);
    static final Schedules SCHEDULES = new Schedules(JDBC);
    static final AtomicInteger COUNT = new AtomicInteger();
    static final Instant MONDAY = Instant.parse("2026-11-23T12:00:00Z");

    final SetClock clock = new SetClock(MONDAY);
    final Room room = new Room("first");

    static final class SetClock extends Clock {
        volatile Instant now;

        SetClock(Instant now) {
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
    final class Room {
        final ControlLease lease;
        final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        final Scheduler scheduler;
        OptionalLong epoch = OptionalLong.empty();

        Room(String name) {
            this(name, "", "on");
        }

        Room(String name, String environment, String wanted) {
            lease = new ControlLease(JDBC, name);
            scheduler = new Scheduler(
                    new Scheduler.Tables(SCHEDULES, JOBS, lease),
                    Switches.of(JDBC, environment, wanted),
                    clock,
                    TRANSACTION,
                    new Scheduler.Dispatching(() -> epoch, () -> {}),
                    metrics);
            scheduler.start();
        }

        void lead() {
            JDBC.sql("update control_lease set beat = now() - interval '1 minute'")
                    .update();
            epoch = lease.take();
        }

        void lookAt(Instant time) {
            clock.now = time;
            scheduler.look();
        }

        double count(String what) {
            return metrics.get("harvest.schedule." + what).counter().count();
        }
    }

    static DataSource migrated() {
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

    static UUID source(String frequency, String... quiet) {
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

    static Settings frequency(Settings it, String frequency) {
        return new Settings(
                it.name(), it.url(), it.title(), it.notes(), it.type(), it.config(), null, true, frequency, List.of());
    }

    /** Runs the open job of a source to its end. */
    static void ends(UUID source, String outcome, @Nullable HarvestFailure failure) {
        var job = JOBS.openOf(source).orElseThrow();
        JOBS.start(job.id());
        var ticket = new JobTicket(job.id(), 1);
        if (failure != null) {
            new HarvestErrors(
                            JDBC,
                            new JobLog(new HarvestLog(JDBC), new JobLogSettings(HarvestLog.Level.INFO, 1000), "test"))
                    .addGather(ticket, List.of(failure));
        }
        JOBS.finish(ticket, outcome, null);
    }

    static Stored stored(UUID source) {
        return SOURCES.find(source.toString()).orElseThrow();
    }

    static Instant next(UUID source) {
        return Objects.requireNonNull(stored(source).nextRun());
    }

    static Schedules.Upcoming upcoming(UUID source) {
        return SCHEDULES.upcoming(null, null, 100).stream()
                .filter(one -> one.source().equals(source))
                .findFirst()
                .orElseThrow();
    }

    static long jobs(UUID source) {
        return JDBC.sql("select count(*) from harvest_job where source_id = :source")
                .param("source", source)
                .query(Long.class)
                .single();
    }
}
