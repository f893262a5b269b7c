package org.garner.control;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.garner.catalog.store.Catalogue;
import org.garner.embedded.TestPostgres;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.JobTicket;
import org.garner.harvest.Outcome;
import org.garner.harvest.Presence;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.Stage;
import org.garner.harvest.TimeOrderedIds;
import org.garner.harvest.order.Order;
import org.garner.harvesters.Harvesters;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestLog;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.HarvestRecords.Held;
import org.garner.ledger.Holds;
import org.garner.ledger.JobLog;
import org.garner.ledger.JobLogSettings;
import org.garner.ledger.JobProgress;
import org.garner.ledger.Jobs;
import org.garner.ledger.Plans;
import org.garner.ledger.Sources;
import org.garner.ledger.Stories;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sweep and close over a real Postgres, with everything before them done by the test: what listings and imports leave in the tables. The source answers
 * for missing records as the test says, and the process dies when the test says.
 */
final class SweptSource implements AutoCloseable {
    private final TestPostgres postgres = TestPostgres.create();
    private final HikariDataSource dataSource = pool(postgres);
    private final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    private final JdbcClient jdbc = JdbcClient.create(dataSource);
    private final HarvestObjects objects = new HarvestObjects(jdbc);
    private final HarvestRecords records = new HarvestRecords(jdbc);
    private final JobProgress progress = new JobProgress(jdbc);
    private final Sources sources = new Sources(jdbc);
    private final Sweep sweep;
    private final Closing closing;
    final Jobs jobs = new Jobs(jdbc);
    final Holds holds = new Holds(jdbc);

    /** What the source says of each record that it is asked for. */
    private Function<String, Presence> presence = guid -> Presence.GONE;
    /** After how many transactions the process dies; negative for never. */
    private int dies = -1;

    /** A process that has died: its transaction is rolled back. */
    static final class Death extends RuntimeException {}

    SweptSource() {
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration/ledger", "classpath:db/migration/catalogue")
                .load()
                .migrate();
        var log = new JobLog(new HarvestLog(jdbc), new JobLogSettings(HarvestLog.Level.INFO, 1000), "test");
        var errors = new HarvestErrors(jdbc, log);
        Lead lead = () -> {
            if (dies == 0) {
                throw new Death();
            }
            dies--;
        };
        sweep = new Sweep(
                new Sweep.Tables(jobs, progress, sources, records, objects, errors, holds, new Plans(jdbc), log, lead),
                new Holding(
                        new Holding.Tables(jobs, progress, sources, records, objects, holds, new Stories(jdbc), lead),
                        transaction),
                new Catalogue(jdbc),
                new Harvesters(List.of(new AskedSource(50, guid -> presence.apply(guid)))),
                listener -> request -> {
                    throw new UnsupportedOperationException("The test answers in place of " + request.uri());
                },
                transaction);
        closing = new Closing(
                new Closing.Tables(jobs, progress, objects, errors, sources, records, holds, () -> {}),
                log,
                transaction);
    }

    private static HikariDataSource pool(TestPostgres postgres) {
        var config = new HikariConfig();
        config.setDataSource(postgres.dataSource());
        config.setMaximumPoolSize(2);
        return new HikariDataSource(config);
    }

    HarvestSource source(String name) {
        return sources.add(
                        name,
                        URI.create("https://%s.example/".formatted(name)),
                        name,
                        AskedSource.TYPE,
                        SourceConfig.NONE,
                        null)
                .orElseThrow();
    }

    void answers(Function<String, Presence> of) {
        presence = of;
    }

    JobTicket start(HarvestSource source) {
        var id = jobs.add(source.id(), "incremental", "test").orElseThrow();
        jobs.start(id);
        return new JobTicket(id, 1);
    }

    /** Writes a page of a listing: records that the job has not yet become objects, the rest are duplicates. */
    void list(JobTicket job, HarvestSource source, List<String> page) {
        var listed = page.stream()
                .map(guid -> new HarvestObjects.Listed(
                        TimeOrderedIds.next(), guid, source.host(), null, null, null, null, false))
                .toList();
        var added = objects.addListed(job, source.id(), listed).size();
        jdbc.sql("""
            update harvest_job_progress set pages = pages + 1, listed = listed + :n, duplicates = duplicates + :d where job_id = :job
            """)
                .param("n", added)
                .param("d", page.size() - added)
                .param("job", job.job())
                .update();
    }

    void listed(JobTicket job, String completeness) {
        jdbc.sql("update harvest_job_progress set completeness = :how where job_id = :job")
                .param("how", completeness)
                .param("job", job.job())
                .update();
    }

    /** Ends the objects of a job: those of these records with errors, the others imported, new or unchanged. */
    void settle(JobTicket job, HarvestSource source, Set<String> errors) {
        var live = live(source);
        var ended = new ArrayList<HarvestObjects.Ended>();
        var fresh = new ArrayList<String>();
        jdbc.sql("select id, guid from harvest_object where harvest_job_id = :job and report_status is null")
                .param("job", job.job())
                .query(row -> {
                    var guid = row.getString("guid");
                    var outcome = errors.contains(guid)
                            ? Outcome.ERRORED
                            : live.contains(guid) ? Outcome.UNCHANGED : Outcome.ADDED;
                    if (outcome == Outcome.ADDED) {
                        fresh.add(guid);
                    }
                    ended.add(new HarvestObjects.Ended(row.getObject("id", UUID.class), outcome, null));
                });
        hold(source, fresh);
        objects.end(
                new Order(
                        TimeOrderedIds.next(),
                        job,
                        Stage.IMPORT,
                        source.id(),
                        source.host(),
                        ended.stream().map(HarvestObjects.Ended::id).toList(),
                        1),
                ended,
                "test");
    }

    /** Brings records into the catalogue, or back into it, or writes another version of them. */
    void hold(HarvestSource source, Collection<String> guids) {
        if (guids.isEmpty()) {
            return;
        }
        var held = guids.stream()
                .map(guid -> new Held(
                        guid,
                        dataset(source, guid),
                        null,
                        UUID.randomUUID().toString(),
                        1,
                        1,
                        null,
                        null,
                        null,
                        null,
                        false))
                .toList();
        jdbc.sql("""
            insert into package (id, name, title, metadata_created, metadata_modified, harvest_source_id, guid, dataset, revision)
            select p.id, 'name-' || p.id, p.guid, now(), now(), :source, p.guid, '{}', nextval('package_revision')
              from unnest(:ids::uuid[], :guids::text[]) as p (id, guid)
            on conflict (id) do update set state = 'active', withdrawn_by = null
            """)
                .param("source", source.id())
                .param(
                        "ids",
                        held.stream()
                                .map(each -> String.valueOf(each.packageId()))
                                .toArray(String[]::new))
                .param("guids", guids.toArray(String[]::new))
                .update();
        records.keep(source.id(), held);
    }

    /** Notes that the source has named these records again, unchanged. */
    void see(HarvestSource source, Collection<String> guids) {
        records.confirmed(
                source.id(), List.copyOf(records.held(source.id(), guids).values()));
    }

    private static UUID dataset(HarvestSource source, String guid) {
        return UUID.nameUUIDFromBytes((source.id() + guid).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Sweeps; the process dies after so many transactions, and another goes on. */
    void sweep(JobTicket job, int transactionsBeforeDeath) throws InterruptedException {
        dies = transactionsBeforeDeath;
        try {
            sweep.on(job.job());
        } catch (Death e) {
            dies = -1;
            sweep.on(job.job());
        }
    }

    /** Closes; returns the outcome. */
    String close(JobTicket job) {
        closing.on(job.job());
        return String.valueOf(jobs.find(job.job()).orElseThrow().outcome());
    }

    /** Approves what a job holds and lets it run again, as the endpoint and the dispatcher do. */
    JobTicket approve(JobTicket job) {
        transaction.executeWithoutResult(status -> {
            if (!holds.decide(job.job(), "approved", "test", null) || !jobs.reopenHeld(job.job())) {
                throw new IllegalStateException("Job %s cannot be approved".formatted(job));
            }
        });
        progress.reopen(job.job());
        return new JobTicket(job.job(), job.epoch() + 1);
    }

    void reject(JobTicket job) {
        if (!holds.decide(job.job(), "rejected", "test", null)) {
            throw new IllegalStateException("Job %s cannot be rejected".formatted(job));
        }
    }

    /** The records of a source whose datasets the catalogue shows, by what both sides of the database say. */
    Set<String> live(HarvestSource source) {
        var ledger = guids("""
            select guid from harvest_record where source_id = :source and withdrawn is null and package_id is not null
            """, source.id());
        var catalogue = guids("""
            select guid from package where harvest_source_id = :source and state = 'active'
            """, source.id());
        if (!ledger.equals(catalogue)) {
            throw new AssertionError("The ledger holds %s, the catalogue shows %s".formatted(ledger, catalogue));
        }
        return ledger;
    }

    private Set<String> guids(String sql, UUID source) {
        return new HashSet<>(
                jdbc.sql(sql).param("source", source).query(String.class).list());
    }

    Set<String> plan(JobTicket job) {
        var plan = new HashSet<String>();
        holds.plan(job.job(), "", 10_000).forEach(each -> plan.add(each.guid()));
        return plan;
    }

    long deleted(JobTicket job) {
        return objects.counts(job.job()).getOrDefault(Outcome.DELETED, 0L);
    }

    String reason(JobTicket job) {
        return String.valueOf(jobs.find(job.job()).orElseThrow().reason());
    }

    @Override
    public void close() {
        dataSource.close();
        postgres.close();
    }
}
