package org.garner.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.garner.catalog.Dataset;
import org.garner.catalog.Distribution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Prints what putting costs; machines differ, so only the result is asserted. */
class PutSpeedTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int BATCH = 50;
    private static final int BATCHES = 20;

    private final StoreDatabase db = StoreDatabase.onOneConnection();

    @AfterEach
    void drop() {
        db.close();
    }

    @Test
    void puttingBatchesOfFiftyIsMeasured() {
        putAll("warm", 10);
        report("new", "first");
        report("changed", "second");

        assertThat(db.catalogue.count()).isEqualTo((BATCHES + 10) * BATCH);
    }

    private void report(String kind, String wording) {
        var started = System.nanoTime();
        var ours = THREADS.getCurrentThreadCpuTime();
        var theirs = postgres();
        putAll(wording, BATCHES);
        var datasets = BATCHES * BATCH;
        System.out.printf(
                "put: %d %s datasets of 3 resources in batches of %d: %.0f/s by one writer; core-ms per dataset: %.2f"
                        + " here, %.2f in Postgres%n",
                datasets,
                kind,
                BATCH,
                datasets / ((System.nanoTime() - started) / 1e9),
                (THREADS.getCurrentThreadCpuTime() - ours) / 1e6 / datasets,
                postgres().minus(theirs).toNanos() / 1e6 / datasets);
    }

    /** The processor time of the server process behind our connection; zero where the system does not tell. */
    private Duration postgres() {
        return ProcessHandle.of(Long.parseLong(db.sql("select pg_backend_pid()")))
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    private void putAll(String wording, int batches) {
        var prefix = wording.equals("warm") ? "warm" : "g";
        for (var batch = 0; batch < batches; batch++) {
            var first = batch * BATCH;
            var datasets = IntStream.range(first, first + BATCH)
                    .mapToObj(at -> StoreDatabase.harvested(prefix + at, dataset(prefix, wording, at)))
                    .toList();
            db.inTransaction(() -> db.catalogue.put(datasets));
        }
    }

    private static Dataset dataset(String prefix, String wording, int at) {
        var builder = Dataset.titled("Monitoring of site %s %d".formatted(prefix, at))
                .notes("What was measured at the site, how, and by whom. ".repeat(20) + wording)
                .tags(List.of("water", "monitoring", "site-" + at % 100));
        for (var extra = 0; extra < 25; extra++) {
            builder.extra("fact-" + extra, "value %d of %s %s".formatted(extra, at, UUID.nameUUIDFromBytes(new byte[] {
                        (byte) extra
                    })));
        }
        for (var resource = 0; resource < 3; resource++) {
            builder.distribution(Distribution.at("https://data.example/%d/%d.csv".formatted(at, resource))
                    .named("Readings " + resource)
                    .described(resource == 0 ? wording : "unchanged")
                    .inFormat("CSV"));
        }
        return builder.build();
    }
}
