package org.garner.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.garner.catalog.store.StoreDatabase.titled;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ConcurrentPutTest {

    private static final int WRITERS = 20;

    private final StoreDatabase db = new StoreDatabase();

    @AfterEach
    void drop() {
        db.close();
    }

    @Test
    void manyWritersOfOneTitleGetNamesOfTheirOwn() throws Exception {
        var stored = allAtOnce(writer -> IntStream.range(0, 5)
                .mapToObj(at -> titled("w" + writer + "-" + at, "Roads"))
                .toList());

        assertThat(stored)
                .hasSize(WRITERS * 5)
                .extracting(Stored::name)
                .doesNotHaveDuplicates()
                .contains("roads");
    }

    @Test
    void writersOfTitlesInAnyOrderWaitForEachOtherButNotForEver() throws Exception {
        var titles = List.of("Alpha", "Alpha1", "Beta", "Beta 1", "Beta1", "Gamma", "Gamma2");
        var stored = allAtOnce(writer -> {
            var mixed = new ArrayList<>(titles);
            Collections.shuffle(mixed, new Random(writer));
            return mixed.stream()
                    .map(title -> titled("w" + writer + title, title))
                    .toList();
        });

        assertThat(stored)
                .hasSize(WRITERS * titles.size())
                .extracting(Stored::name)
                .doesNotHaveDuplicates();
    }

    @Test
    void writersOfTheSameRecordsMakeOnePackageOfEach() throws Exception {
        var stored = allAtOnce(writer -> {
            var records = new ArrayList<>(IntStream.range(0, 20)
                    .mapToObj(at -> titled("same" + at, "Title " + at % 3))
                    .toList());
            Collections.shuffle(records, new Random(writer));
            return records;
        });

        assertThat(stored)
                .filteredOn(one -> one.change() == Stored.Change.INSERTED)
                .hasSize(20);
        assertThat(stored)
                .filteredOn(one -> one.change() == Stored.Change.UPDATED)
                .hasSize((WRITERS - 1) * 20);
        assertThat(db.sql("select count(*) from package")).isEqualTo("20");
        assertThat(db.sql("select count(*) from package p join package_index i on i.package_id = p.id and"
                        + " i.revision = p.revision"))
                .isEqualTo("20");
    }

    private interface Batch {
        List<HarvestedDataset> of(int writer);
    }

    private List<Stored> allAtOnce(Batch batch) throws InterruptedException {
        var writes = IntStream.range(0, WRITERS)
                .mapToObj(writer ->
                        (Callable<List<Stored>>) () -> db.put(batch.of(writer).toArray(HarvestedDataset[]::new)))
                .toList();
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            return writers.invokeAll(writes).stream()
                    .map(Future::resultNow)
                    .flatMap(List::stream)
                    .toList();
        }
    }
}
