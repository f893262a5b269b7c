package org.garner.catalog.store;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.garner.catalog.Dataset;
import org.garner.catalog.store.HarvestedDataset.Source;
import org.garner.embedded.TestPostgres;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A real, migrated Postgres with the catalogue on it, and the datasets that tests put there. */
final class StoreDatabase implements AutoCloseable {

    static final Source SOURCE =
            new Source(UUID.fromString("0f6f3f0c-7b1e-4d0a-9f55-5a2f3f1c0001"), "coast", "Coast Watch");

    private static final TestPostgres MIGRATED = migrated();

    private final TestPostgres postgres = MIGRATED.copy();
    final JdbcClient jdbc;
    final Catalogue catalogue;
    final PackageIndex index;
    final Publishers publishers;
    private final TransactionTemplate transactions;

    StoreDatabase() {
        this(TestPostgres::dataSource);
    }

    /** All on one connection, as a pool would keep it open: for measuring, by one thread. */
    static StoreDatabase onOneConnection() {
        return new StoreDatabase(postgres ->
                new SingleConnectionDataSource(postgres.jdbcUrl(), postgres.user(), postgres.password(), true));
    }

    StoreDatabase(Function<TestPostgres, DataSource> connections) {
        var dataSource = connections.apply(postgres);
        jdbc = JdbcClient.create(dataSource);
        catalogue = new Catalogue(jdbc);
        index = new PackageIndex(jdbc);
        publishers = new Publishers(jdbc);
        transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    private static TestPostgres migrated() {
        var template = TestPostgres.create();
        Flyway.configure()
                .dataSource(template.dataSource())
                .locations("classpath:db/migration/catalogue")
                .load()
                .migrate();
        return template;
    }

    /** Another connection per call: nothing is shared with a transaction that is open. */
    <T> T inTransaction(Supplier<T> work) {
        return transactions.<T>execute(status -> work.get());
    }

    List<Stored> put(HarvestedDataset... batch) {
        return inTransaction(() -> catalogue.put(List.of(batch)));
    }

    Stored putOne(HarvestedDataset dataset) {
        return put(dataset).getFirst();
    }

    String sql(String query) {
        return String.valueOf(jdbc.sql(query).query().singleValue());
    }

    @Override
    public void close() {
        postgres.close();
    }

    static HarvestedDataset titled(String guid, String title) {
        return harvested(guid, Dataset.titled(title).build());
    }

    static HarvestedDataset harvested(String guid, Dataset dataset) {
        return new HarvestedDataset(null, null, SOURCE, guid, UUID.randomUUID(), null, dataset);
    }
}
