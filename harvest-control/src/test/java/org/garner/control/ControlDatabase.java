package org.garner.control;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.garner.catalog.Dataset;
import org.garner.catalog.store.Catalogue;
import org.garner.catalog.store.HarvestedDataset;
import org.garner.catalog.store.access.AuditEvents;
import org.garner.embedded.TestPostgres;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.JobTicket;
import org.garner.harvest.Outcome;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.Stage;
import org.garner.harvest.TimeOrderedIds;
import org.garner.harvest.order.Order;
import org.garner.ledger.ControlLease;
import org.garner.ledger.Documents;
import org.garner.ledger.HarvestLog;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.HarvestRecords.Held;
import org.garner.ledger.JobHistory;
import org.garner.ledger.JobProgress;
import org.garner.ledger.Jobs;
import org.garner.ledger.Operations;
import org.garner.ledger.Operations.Asked;
import org.garner.ledger.Operations.Kind;
import org.garner.ledger.Operations.Operation;
import org.garner.ledger.Orders;
import org.garner.ledger.RequestKeys;
import org.garner.ledger.Sources;
import org.springframework.batch.core.job.DefaultJobKeyGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A real Postgres with all tables of control, the jobs that tests run through there, and what the leader does beside dispatching. */
final class ControlDatabase implements AutoCloseable {
    private static final TestPostgres MIGRATED = migrated();
    private static final String WORKER = "worker-1";

    private final TestPostgres postgres = MIGRATED.copy();
    private final DataSource dataSource = postgres.dataSource();

    final JdbcClient jdbc = JdbcClient.create(dataSource);
    final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    final Catalogue catalogue = new Catalogue(jdbc);
    final Sources sources = new Sources(jdbc);
    final Jobs jobs = new Jobs(jdbc);
    final HarvestRecords records = new HarvestRecords(jdbc);
    final Documents documents = new Documents(jdbc);
    final Operations operations = new Operations(jdbc);
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final HarvestObjects objects = new HarvestObjects(jdbc);
    private final JobProgress progress = new JobProgress(jdbc);
    private final Orders orders = new Orders(jdbc);
    private final JobHistory history = new JobHistory(jdbc);

    /** An empty database with all tables of control. */
    static TestPostgres migrated() {
        var template = TestPostgres.create();
        Flyway.configure()
                .dataSource(template.dataSource())
                .locations("classpath:db/migration/ledger", "classpath:db/migration/catalogue")
                .javaMigrations(new BatchTables(), new BatchIndexes())
                .load()
                .migrate();
        return template;
    }

    HarvestSource source(String name) {
        return sources.add(
                        name,
                        URI.create("https://%s.example/csw".formatted(name)),
                        name,
                        new HarvesterType("csw"),
                        SourceConfig.NONE,
                        null)
                .orElseThrow();
    }

    /** Runs a job of a source that lists these records and imports a document of this text for each; returns it when it has ended. */
    UUID harvested(HarvestSource source, String text, String... guids) {
        var job = jobs.add(source.id(), "incremental", "test").orElseThrow();
        jobs.start(job);
        var ticket = new JobTicket(job, 1);
        var listed = IntStream.range(0, guids.length)
                .mapToObj(i -> new HarvestObjects.Listed(
                        TimeOrderedIds.next(), guids[i], source.host(), guids[i], null, null, null, false))
                .toList();
        objects.addListed(ticket, source.id(), listed);
        transaction.executeWithoutResult(status -> imported(ticket, source, listed, text));
        batchExecution(job);
        progress.settle(job, objects.counts(job));
        jobs.finish(ticket, "succeeded", null);
        return job;
    }

    private void imported(JobTicket ticket, HarvestSource source, List<HarvestObjects.Listed> listed, String text) {
        var packed = listed.stream()
                .map(object -> Documents.Packed.of((text + " of " + object.guid()).getBytes(StandardCharsets.UTF_8)))
                .toList();
        documents.put(packed);
        var ids = listed.stream().map(HarvestObjects.Listed::id).toList();
        var order = new Order(TimeOrderedIds.next(), ticket, Stage.FETCH, source.id(), source.host(), ids, 1);
        orders.add(List.of(order));
        orders.sent(List.of(order.id()), Duration.ZERO);
        orders.accept(List.of(order.id()), WORKER);
        objects.arrived(
                order,
                IntStream.range(0, ids.size())
                        .mapToObj(i -> new HarvestObjects.Arrived(
                                ids.get(i), packed.get(i).hash(), null))
                        .toList());
        orders.end(order, WORKER, Orders.Tally.NONE);
        objects.end(
                order,
                ids.stream()
                        .map(id -> new HarvestObjects.Ended(id, Outcome.ADDED, null))
                        .toList(),
                WORKER);
        var origin = new HarvestedDataset.Source(source.id(), source.name(), source.title());
        var stored = catalogue.put(listed.stream()
                .map(object -> new HarvestedDataset(
                        null,
                        null,
                        origin,
                        object.guid(),
                        object.id(),
                        null,
                        Dataset.titled(object.guid()).notes(text).build()))
                .toList());
        var packages = new LinkedHashMap<UUID, UUID>();
        var held = new ArrayList<Held>();
        for (int i = 0; i < ids.size(); i++) {
            var dataset = stored.get(i).id().value();
            var guid = listed.get(i).guid();
            packages.put(ids.get(i), dataset);
            held.add(new Held(guid, dataset, packed.get(i).hash(), "content", 1, 1, null, null, guid, null, false));
        }
        objects.madeDatasets(ticket, packages);
        records.keep(source.id(), held);
    }

    /** What Batch writes for a job, as short as its constraints allow. */
    private void batchExecution(UUID job) {
        var id = count("select nextval('batch_job_instance_seq')");
        jdbc.sql("insert into batch_job_instance (job_instance_id, job_name, job_key) values (:id, 'harvest', :key)")
                .param("id", id)
                .param("key", new DefaultJobKeyGenerator().generateKey(HarvestBatch.parameters(job)))
                .update();
        jdbc.sql("""
            insert into batch_job_execution (job_execution_id, job_instance_id, create_time) values (:id, :id, now());
            """).param("id", id).update();
        jdbc.sql("insert into batch_step_execution (step_execution_id, version, step_name, job_execution_id,"
                        + " create_time) values (:id, 1, 'harvest', :id, now())")
                .param("id", id)
                .update();
        jdbc.sql("insert into batch_step_execution_context values (:id, '{}')")
                .param("id", id)
                .update();
        jdbc.sql("insert into batch_job_execution_context values (:id, '{}')")
                .param("id", id)
                .update();
        jdbc.sql("insert into batch_job_execution_params values (:id, 'harvest.job', 'java.lang.String', :job, 'Y')")
                .param("id", id)
                .param("job", job.toString())
                .update();
    }

    /** Asks for an operation as the endpoint does. */
    Operation ask(HarvestSource source, Kind kind, boolean keepCurrent) {
        return Objects.requireNonNull(transaction.execute(status -> {
            sources.lock(source.id());
            var operation = operations.add(source.id(), new Asked(kind, keepCurrent, "test"));
            sources.occupy(source.id(), operation.id());
            return operation;
        }));
    }

    /** A control process that leads. */
    final class Leader {
        final ControlLease lease = new ControlLease(jdbc, "control-" + UUID.randomUUID());
        final long epoch;
        private final JobRemoval removal = new JobRemoval(history, new BatchHistory(jdbc));
        private final OperationRunner runner;

        Leader() {
            jdbc.sql("update control_lease set beat = now() - interval '1 minute'")
                    .update();
            epoch = lease.take().orElseThrow();
            runner = new OperationRunner(
                    new OperationRunner.Tables(operations, sources, lease),
                    new OperationBatches(
                            new OperationBatches.Tables(catalogue, records, objects, sources, history), removal),
                    transaction,
                    any -> true);
        }

        /** Runs an operation until it has ended, or this leader lets go of it. */
        Operation runs(Operation operation) {
            runner.look(epoch);
            runner.awaitIdle(Duration.ofMinutes(2));
            return operations.find(operation.id()).orElseThrow();
        }

        /** One pass of a process that has just begun. */
        void retains(RetentionSettings settings) {
            retains(settings, 1);
        }

        void retains(RetentionSettings settings, int passes) {
            var retention = new Retention(
                    new Retention.Tables(
                            history,
                            documents,
                            new RequestKeys(jdbc),
                            operations,
                            new HarvestLog(jdbc),
                            new AuditEvents(jdbc),
                            lease),
                    removal,
                    settings,
                    transaction,
                    any -> true,
                    Retention.Removed.in(metrics));
            for (int pass = 0; pass < passes; pass++) {
                retention.pass(epoch);
            }
        }
    }

    long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    List<String> texts(String sql) {
        return jdbc.sql(sql).query(String.class).list();
    }

    @Override
    public void close() {
        postgres.close();
    }
}
