package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.garner.catalog.Dataset;
import org.garner.catalog.DatasetId;
import org.garner.catalog.store.Catalogue;
import org.garner.catalog.store.HarvestedDataset;
import org.garner.catalog.store.Stored;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A client pages through the catalogue of a whole Garner over HTTP while ten times a second a dataset is added, changed and withdrawn. How many datasets
 * there are is told by {@code -Dgarner.paging.size}.
 */
@ExtendWith(SharedGarner.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagingUnderWritesTest {
    private static final int SIZE = Integer.getInteger("garner.paging.size", 1_000);
    private static final int BATCH = 50;
    private static final HarvestedDataset.Source SOURCE =
            new HarvestedDataset.Source(UUID.randomUUID(), "paging", "Paging " + UUID.randomUUID());

    private final List<DatasetId> standing = new ArrayList<>();
    private final List<DatasetId> doomed = new ArrayList<>();

    @BeforeAll
    void fill(RunningGarner garner) {
        for (var from = 0; from < SIZE; from += BATCH) {
            var batch = IntStream.range(from, from + BATCH)
                    .mapToObj(i -> harvested("guid-" + i, "Number %d of many".formatted(i)))
                    .toList();
            for (var stored : put(garner, batch)) {
                (doomed.size() * 4 < standing.size() ? doomed : standing).add(stored.id());
            }
        }
        garner.awaitIndex();
    }

    @AfterAll
    void empty(RunningGarner garner) {
        var all = garner.rows("select id from package where harvest_source_id = '%s'".formatted(SOURCE.id())).stream()
                .map(DatasetId::parse)
                .toList();
        for (var from = 0; from < all.size(); from += BATCH) {
            withdraw(garner, all.subList(from, Math.min(all.size(), from + BATCH)));
        }
        garner.awaitIndex();
    }

    @ParameterizedTest
    @CsvSource({"id asc, 100", "'', 100", "'', 25"})
    void nothingComesTwiceAndNothingIsMissedThatWasThereThroughout(String sort, int rows, RunningGarner garner)
            throws Exception {
        var seen = new ArrayList<String>();
        var counts = new HashSet<Long>();
        var done = new CountDownLatch(1);
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var writing = writers.submit(() -> write(garner, done));
            for (var start = 0; ; start += rows) {
                var page = garner.action(
                        "package_search",
                        Map.of(
                                "fq",
                                "harvest_source_id:" + SOURCE.id(),
                                "fl",
                                "id",
                                "sort",
                                sort,
                                "rows",
                                Integer.toString(rows),
                                "start",
                                Integer.toString(start)));
                counts.add(page.path("count").asLong());
                if (page.path("results").isEmpty()) {
                    break;
                }
                page.path("results").forEach(each -> seen.add(each.path("id").asString()));
            }
            done.countDown();
            assertThat(writing.get(1, TimeUnit.MINUTES)).isPositive();
        }
        assertThat(seen)
                .doesNotHaveDuplicates()
                .containsAll(standing.stream().map(DatasetId::toString).toList());
        assertThat(counts).hasSize(1);
    }

    private int write(RunningGarner garner, CountDownLatch done) throws InterruptedException {
        var random = new Random();
        var writes = 0;
        do {
            var run = UUID.randomUUID();
            put(
                    garner,
                    List.of(
                            harvested("guid-" + random.nextInt(SIZE), "Changed " + run),
                            harvested("new-" + run, "New " + run)));
            if (!doomed.isEmpty()) {
                withdraw(garner, List.of(doomed.removeLast()));
            }
            writes++;
        } while (!done.await(Duration.ofMillis(100).toMillis(), TimeUnit.MILLISECONDS));
        return writes;
    }

    private static HarvestedDataset harvested(String guid, String title) {
        return new HarvestedDataset(
                null,
                null,
                SOURCE,
                guid,
                UUID.randomUUID(),
                null,
                Dataset.titled(title).build());
    }

    private static List<Stored> put(RunningGarner garner, List<HarvestedDataset> batch) {
        var database = garner.database();
        return new TransactionTemplate(new JdbcTransactionManager(database))
                .<List<Stored>>execute(status -> new Catalogue(JdbcClient.create(database)).put(batch));
    }

    private static void withdraw(RunningGarner garner, Collection<DatasetId> ids) {
        var database = garner.database();
        new TransactionTemplate(new JdbcTransactionManager(database))
                .executeWithoutResult(status -> new Catalogue(JdbcClient.create(database)).withdraw(ids, "gone"));
    }
}
