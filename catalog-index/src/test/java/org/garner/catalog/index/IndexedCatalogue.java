package org.garner.catalog.index;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.garner.catalog.Dataset;
import org.garner.catalog.DatasetId;
import org.garner.catalog.store.Catalogue;
import org.garner.catalog.store.HarvestedDataset;
import org.garner.catalog.store.PackageIndex;
import org.garner.catalog.store.Stored;
import org.garner.embedded.EmbeddedSolr;
import org.garner.embedded.TestPostgres;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A real catalogue on Postgres and a real Solr that follows it. Solr is shared by all tests of the JVM; each catalogue is a site of its own in it. */
final class IndexedCatalogue implements AutoCloseable {
    private static final HarvestedDataset.Source SOURCE = new HarvestedDataset.Source(
            UUID.fromString("0f6f3f0c-7b1e-4d0a-9f55-5a2f3f1c0002"), "coast", "Coast Watch");
    private static final TestPostgres MIGRATED = migrated();
    static final SolrConnection SOLR = sharedSolr();
    private static final AtomicInteger SITES = new AtomicInteger();

    final String site = "site-" + SITES.incrementAndGet();
    private final TestPostgres postgres = MIGRATED.copy();
    final JdbcClient jdbc = JdbcClient.create(postgres.dataSource());
    final Catalogue catalogue = new Catalogue(jdbc);
    final PackageIndex source = new PackageIndex(jdbc);
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final IndexFollower follower = new IndexFollower(source, 1, SOLR, site, metrics);
    final SearchIndex search = new SearchIndex(SOLR, site);
    private final TransactionTemplate transactions =
            new TransactionTemplate(new JdbcTransactionManager(postgres.dataSource()));

    private static TestPostgres migrated() {
        var template = TestPostgres.create();
        Flyway.configure()
                .dataSource(template.dataSource())
                .locations("classpath:db/migration/catalogue")
                .load()
                .migrate();
        return template;
    }

    private static SolrConnection sharedSolr() {
        try {
            var target = Files.createDirectories(Path.of("target").toAbsolutePath());
            var solr = EmbeddedSolr.start(
                    Files.createTempDirectory(target, "solr-"), CkanConfigSet.CORE, CkanConfigSet::writeTo);
            Runtime.getRuntime().addShutdownHook(new Thread(solr::close));
            return SolrConnection.of(solr.client());
        } catch (IOException e) {
            throw new IllegalStateException("There is no folder for the test's Solr", e);
        }
    }

    DatasetId put(String guid, Dataset dataset) {
        return put(List.of(new HarvestedDataset(null, null, SOURCE, guid, UUID.randomUUID(), null, dataset)))
                .getFirst()
                .id();
    }

    List<Stored> put(List<HarvestedDataset> batch) {
        return transactions.<List<Stored>>execute(status -> catalogue.put(batch));
    }

    static HarvestedDataset harvested(String guid, Dataset dataset) {
        return new HarvestedDataset(null, null, SOURCE, guid, UUID.randomUUID(), null, dataset);
    }

    void withdraw(DatasetId id) {
        withdraw(List.of(id));
    }

    void withdraw(List<DatasetId> ids) {
        transactions.executeWithoutResult(status -> catalogue.withdraw(ids, "gone"));
    }

    void follow() {
        while (follower.runOnce() > 0) {
            // Until there is nothing left.
        }
    }

    String shown(DatasetId id) {
        return catalogue.show(id.toString()).orElseThrow().dict();
    }

    SearchReply.Found find(SearchQuery query) {
        return (SearchReply.Found) search.search(query);
    }

    long count(String q) {
        return find(SearchQuery.of(q)).count();
    }

    @Override
    public void close() {
        postgres.close();
    }
}
