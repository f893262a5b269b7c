package org.garner.tests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.garner.catalog.index.CkanConfigSet;
import org.garner.embedded.EmbeddedKafka;
import org.garner.embedded.EmbeddedPostgres;
import org.garner.embedded.PostgresOptions;
import org.garner.embedded.TestHttpSolr;
import org.postgresql.ds.PGSimpleDataSource;

/** The Postgres, Kafka and Solr of an installation. Each can be taken away and given back; Postgres and Solr are reached over a network that can fail. */
final class Backends implements AutoCloseable {
    private final Path folder;
    private final TestHttpSolr solr;
    private final TcpProxy toPostgres;
    private final TcpProxy toSolr;
    private EmbeddedPostgres postgres;
    private EmbeddedKafka kafka;

    private Backends(Path folder, TestHttpSolr solr) {
        this.folder = folder;
        this.solr = solr;
        postgres = EmbeddedPostgres.start(
                PostgresOptions.in(folder.resolve("postgres")).forTests());
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        toPostgres = new TcpProxy(postgres.port());
        toSolr = new TcpProxy(solr.url().getPort());
    }

    /** Skips the test when the HTTP Solr was left out of the build. */
    static Backends start(Path folder) {
        var solr = TestHttpSolr.start(folder.resolve("solr"), CkanConfigSet.CORE, CkanConfigSet::writeTo);
        assumeTrue(solr.isPresent(), "The module http-solr is not built: run the verify phase of all modules");
        return new Backends(folder, solr.orElseThrow());
    }

    /** What the rooms are told of them. */
    Map<String, String> environment() {
        var solrUrl = URI.create(
                "http://127.0.0.1:%d%s".formatted(toSolr.port(), solr.url().getPath()));
        return Map.of(
                "GARNER_POSTGRES_URL", "jdbc:postgresql://127.0.0.1:%d/garner".formatted(toPostgres.port()),
                "GARNER_POSTGRES_USER", postgres.user(),
                "GARNER_POSTGRES_PASSWORD", postgres.password(),
                "GARNER_KAFKA_SERVERS", kafka.bootstrapServers(),
                "GARNER_SOLR_URL", solrUrl.toString(),
                "GARNER_SOLR_COLLECTION", CkanConfigSet.CORE);
    }

    /** The database itself, past the network that can fail. */
    DataSource database() {
        var source = new PGSimpleDataSource();
        source.setUrl(postgres.jdbcUrl());
        source.setUser(postgres.user());
        source.setPassword(postgres.password());
        return source;
    }

    TcpProxy toPostgres() {
        return toPostgres;
    }

    TcpProxy toSolr() {
        return toSolr;
    }

    void stopPostgres() {
        postgres.close();
    }

    void startPostgres() {
        postgres = EmbeddedPostgres.start(PostgresOptions.in(folder.resolve("postgres"))
                .onPort(postgres.port())
                .forTests());
    }

    /** Everything that Postgres keeps. */
    Path postgresFolder() {
        return folder.resolve("postgres");
    }

    /** False when the server has ended by itself. */
    boolean postgresRuns() {
        return postgres.isRunning();
    }

    /** Where its data lies. */
    Path postgresData() {
        return folder.resolve("postgres").resolve("data");
    }

    void stopKafka() {
        kafka.close();
    }

    void startKafka() {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), port(kafka.bootstrapServers()));
    }

    private static int port(String server) {
        return Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
    }

    /** Ends Solr at once, for a JVM that is told to end; the others end with the JVM. */
    void kill() {
        solr.kill();
    }

    @Override
    public void close() {
        toPostgres.close();
        toSolr.close();
        solr.close();
        kafka.close();
        postgres.close();
    }
}
