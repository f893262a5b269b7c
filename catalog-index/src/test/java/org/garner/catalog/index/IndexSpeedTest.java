package org.garner.catalog.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import org.garner.catalog.Dataset;
import org.garner.catalog.Distribution;
import org.garner.catalog.store.HarvestedDataset;
import org.junit.jupiter.api.Test;

/** Not a benchmark: a guard against a mistake that makes following ten times slower than it is. In time of the processor: others may use it too. */
class IndexSpeedTest {
    private static final int PACKAGES = 6_000;

    @Test
    void followsThousandsOfPackagesInSeconds() {
        try (var db = new IndexedCatalogue()) {
            for (var from = 0; from < PACKAGES; from += 500) {
                var batch = new ArrayList<HarvestedDataset>();
                for (var i = from; i < from + 500; i++) {
                    batch.add(IndexedCatalogue.harvested("guid-" + i, dataset(i)));
                }
                db.put(batch);
            }
            db.follower.runOnce();
            var thread = ManagementFactory.getThreadMXBean();
            var start = System.nanoTime();
            var startOfWork = thread.getCurrentThreadCpuTime();
            var followed = 0;
            for (int count; (count = db.follower.runOnce()) > 0; ) {
                followed += count;
            }
            var worked = (thread.getCurrentThreadCpuTime() - startOfWork) / 1e9;
            System.out.printf(
                    "index follower: %,d packages of %,d bytes in %.2f s, %.2f s of them at work: %,.0f/s of work%n",
                    followed,
                    db.find(SearchQuery.all()).packages().getFirst().length(),
                    (System.nanoTime() - start) / 1e9,
                    worked,
                    followed / worked);
            assertThat(db.find(SearchQuery.all()).count()).isEqualTo(PACKAGES);
            assertThat(followed / worked).isGreaterThan(200);
        }
    }

    private static Dataset dataset(int i) {
        var builder = Dataset.titled("Survey number %d of the coast".formatted(i))
                .notes("Soundings, currents and the nature of the sea bed, as the %dth survey found them. "
                        .formatted(i)
                        .repeat(12));
        for (var k = 0; k < 20; k++) {
            builder.extra("key-" + k, "value %d of survey %d".formatted(k, i));
        }
        for (var k = 0; k < 4; k++) {
            builder.tag("tag " + (i + k) % 50);
            builder.distribution(Distribution.at("https://example.org/%d/%d.csv".formatted(i, k))
                    .named("Part " + k)
                    .inFormat("CSV"));
        }
        return builder.build();
    }
}
