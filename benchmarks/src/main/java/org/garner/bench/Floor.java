package org.garner.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.solr.client.solrj.SolrClient;
import org.apache.solr.client.solrj.SolrQuery;
import org.apache.solr.client.solrj.SolrServerException;
import org.apache.solr.common.SolrInputDocument;
import org.garner.catalog.index.CkanConfigSet;
import org.garner.embedded.EmbeddedPostgres;
import org.garner.embedded.EmbeddedSolr;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the machine can do without Garner: the same bytes, fetched, parsed, hashed, deflated and written to the same kind of Postgres and Solr, by a
 * bare loop on as many threads as there are cores. No ledger, no comparison, no retry, no politeness, nothing that survives a crash. A program of its
 * own, so that it starts as cold as Garner does.
 */
final class Floor {
    private static final int PER_BATCH = 200;

    private final EmbeddedPostgres postgres;
    private final SolrClient solr;
    private final AtomicLong records = new AtomicLong();

    private Floor(EmbeddedPostgres postgres, SolrClient solr) {
        this.postgres = postgres;
        this.solr = solr;
    }

    /** What the loop took; CPU as in {@link Scenario.Cpu}. */
    record Result(long records, double seconds, double cpu, double postgresCpu) {
        double recordsPerSecond() {
            return records / seconds;
        }

        double cpuPerThousand() {
            return (cpu + postgresCpu) * 1000 / records;
        }
    }

    /** Runs it in a JVM of its own against a source that answers. */
    static Result measure(SimulatorProcess source, Workload workload, EndToEnd.Setting setting) {
        var arguments = List.of(
                source.url().toString(),
                workload.type(),
                Integer.toString(workload.pageSize()),
                setting.folder().resolve("floor").toString());
        try (var child = Child.java("floor", setting.heap(), Floor.class, arguments, setting.folder())) {
            return JsonMapper.shared().readValue(child.expect(java.time.Duration.ofHours(2)), Result.class);
        }
    }

    /** Arguments: the source's address, its type, the page size, an empty folder. Prints the result as a line of JSON. */
    public static void main(String[] arguments) throws Exception {
        var folder = Files.createDirectories(Path.of(arguments[3]));
        System.setProperty("garner.log.folder", folder.resolve("logs").toString());
        try (var postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
                var solr = EmbeddedSolr.start(folder.resolve("solr"), CkanConfigSet.CORE, CkanConfigSet::writeTo)) {
            var floor = new Floor(postgres, solr.client());
            try (var source = FloorSource.of(arguments[1], URI.create(arguments[0]), Integer.parseInt(arguments[2]))) {
                System.out.println(JsonMapper.shared().writeValueAsString(floor.run(source)));
            }
        }
    }

    private Result run(FloorSource source) throws Exception {
        createTable();
        var self = ProcessHandle.current().pid();
        var cpu = ProcessUsage.cpu(self);
        var postgresCpu = ProcessUsage.cpuOfTree(postgres.pid());
        var began = System.nanoTime();
        var threads = Runtime.getRuntime().availableProcessors();
        // A short queue whose overflow the listing thread works off itself: the listing never runs far ahead.
        try (var pool = new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(2 * threads),
                new ThreadPoolExecutor.CallerRunsPolicy())) {
            var batches = new java.util.ArrayList<Future<?>>();
            source.eachBatch(
                    PER_BATCH,
                    batch -> batches.add(pool.submit(() -> {
                        write(batch.documents());
                        return null;
                    })));
            for (var batch : batches) {
                batch.get();
            }
        }
        solr.commit();
        var found = solr.query(new SolrQuery("*:*").setRows(0)).getResults().getNumFound();
        var seconds = (System.nanoTime() - began) / 1e9;
        if (found != records.get()) {
            throw new BenchmarkException(
                    "The floor wrote %d records, but Solr finds %d".formatted(records.get(), found));
        }
        return new Result(
                found, seconds, ProcessUsage.cpu(self) - cpu, ProcessUsage.cpuOfTree(postgres.pid()) - postgresCpu);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    private void createTable() throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("""
                create table floor_record (guid text primary key, hash text not null, title text not null, notes text not null, document bytea not null);
                alter table floor_record alter column document set storage external
                """);
        }
    }

    private void write(List<FloorSource.Document> documents)
            throws SQLException, IOException, SolrServerException, NoSuchAlgorithmException {
        try (var connection = connect()) {
            connection.setAutoCommit(false);
            insert(connection, documents);
            connection.commit();
        }
        solr.add(documents.stream().map(Floor::searchable).toList());
        records.addAndGet(documents.size());
    }

    private static void insert(Connection connection, List<FloorSource.Document> documents)
            throws SQLException, IOException, NoSuchAlgorithmException {
        try (var insert = connection.prepareStatement("insert into floor_record values (?, ?, ?, ?, ?)")) {
            for (var document : documents) {
                insert.setString(1, document.guid());
                insert.setString(2, sha256(document.bytes()));
                insert.setString(3, document.title());
                insert.setString(4, document.notes());
                insert.setBytes(5, deflated(document.bytes()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static SolrInputDocument searchable(FloorSource.Document document) {
        var searchable = new SolrInputDocument();
        searchable.setField("index_id", document.guid());
        searchable.setField("revision", 1L);
        searchable.setField("site_id", "floor");
        searchable.setField("entity_type", "package");
        searchable.setField("id", document.guid());
        searchable.setField("name", document.guid());
        searchable.setField("state", "active");
        searchable.setField("title", document.title());
        searchable.setField("notes", document.notes());
        searchable.setField("tags", document.keywords());
        var dict = JsonMapper.shared()
                .writeValueAsString(java.util.Map.of(
                        "id",
                        document.guid(),
                        "title",
                        document.title(),
                        "notes",
                        document.notes(),
                        "tags",
                        document.keywords()));
        searchable.setField("data_dict", dict);
        searchable.setField("validated_data_dict", dict);
        return searchable;
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] deflated(byte[] bytes) throws IOException {
        var deflater = new Deflater(Deflater.BEST_SPEED);
        var packed = new ByteArrayOutputStream(bytes.length / 4);
        try (var stream = new DeflaterOutputStream(packed, deflater)) {
            stream.write(bytes);
        } finally {
            deflater.end();
        }
        return packed.toByteArray();
    }
}
