package org.garner.ledger;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.garner.embedded.TestPostgres;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.JobTicket;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.Stage;
import org.garner.harvest.TimeOrderedIds;
import org.garner.harvest.order.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A real, migrated Postgres with the ledger on it, and what tests need there. */
final class LedgerDatabase implements AutoCloseable {
    private static final TestPostgres MIGRATED = migrated();

    private final TestPostgres postgres = MIGRATED.copy();

    /** One for the tables and the transactions: what is asked inside a transaction must run on its connection. */
    private final DataSource dataSource = postgres.dataSource();

    final JdbcClient jdbc = JdbcClient.create(dataSource);
    final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    final Sources sources = new Sources(jdbc);
    final Jobs jobs = new Jobs(jdbc);
    final JobProgress progress = new JobProgress(jdbc);
    final HarvestObjects objects = new HarvestObjects(jdbc);
    final HarvestRecords records = new HarvestRecords(jdbc);
    final Documents documents = new Documents(jdbc);
    final Orders orders = new Orders(jdbc);
    final OrderLeases leases = new OrderLeases(jdbc);
    final Workers workers = new Workers(jdbc);
    final HarvestLog lines = new HarvestLog(jdbc);
    final JobLog log = new JobLog(lines, new JobLogSettings(HarvestLog.Level.INFO, 3), "test");

    private static TestPostgres migrated() {
        var template = TestPostgres.create();
        Flyway.configure()
                .dataSource(template.dataSource())
                .locations("classpath:db/migration/ledger")
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

    /** A running job of a source. */
    JobTicket running(HarvestSource source) {
        var id = jobs.add(source.id(), "incremental", "test").orElseThrow();
        jobs.start(id);
        return new JobTicket(id, 1);
    }

    /** Lists records without documents; returns their objects' ids. */
    List<UUID> listed(JobTicket ticket, HarvestSource source, int count) {
        var listed = IntStream.range(0, count)
                .mapToObj(i -> new HarvestObjects.Listed(
                        TimeOrderedIds.next(), "record-" + i, source.host(), null, null, null, null, false))
                .toList();
        objects.addListed(ticket, source.id(), listed);
        return listed.stream().map(HarvestObjects.Listed::id).toList();
    }

    /** An order that this worker has accepted. */
    Order accepted(JobTicket ticket, HarvestSource source, Stage stage, List<UUID> ids, String worker) {
        var order = new Order(TimeOrderedIds.next(), ticket, stage, source.id(), source.host(), ids, 1);
        orders.add(List.of(order));
        orders.sent(List.of(order.id()), Duration.ZERO);
        return orders.accept(List.of(order.id()), worker).getFirst();
    }

    <T> T inTransaction(Supplier<T> work) {
        return transaction.<T>execute(status -> work.get());
    }

    @Override
    public void close() {
        postgres.close();
    }
}
