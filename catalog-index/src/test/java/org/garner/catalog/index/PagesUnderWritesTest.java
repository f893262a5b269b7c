package org.garner.catalog.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.garner.catalog.Dataset;
import org.garner.catalog.DatasetId;
import org.garner.catalog.store.Stored;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that page through a catalogue while it changes. Between two pages packages are added, changed and withdrawn, and the index follows. */
class PagesUnderWritesTest {
    private static final int SIZE = 2_000;
    private static final int WRITES = 20;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Random random = new Random(7);
    private final IndexedCatalogue db = new IndexedCatalogue();
    private final SearchIndex search = new SearchIndex(IndexedCatalogue.SOLR, db.site, new SettableClock(now));
    /** Those that are neither withdrawn nor added while somebody pages. */
    private final List<DatasetId> standing = new ArrayList<>();

    private final List<DatasetId> doomed = new ArrayList<>();
    private int version;

    @BeforeEach
    void fill() {
        for (var from = 0; from < SIZE; from += 500) {
            var batch = IntStream.range(from, from + 500)
                    .mapToObj(i -> IndexedCatalogue.harvested("guid-" + i, dataset(i)))
                    .toList();
            db.put(batch).stream()
                    .map(Stored::id)
                    .forEach(id -> (doomed.size() * 10 < standing.size() ? doomed : standing).add(id));
        }
        db.follow();
    }

    @AfterEach
    void drop() {
        db.close();
    }

    @ParameterizedTest
    @CsvSource({
        "id asc, 100",
        "'', 100",
        "'', 40",
        "metadata_modified asc, 90",
        "'title asc', 1000",
    })
    void nothingComesTwiceAndNothingIsMissedThatWasThereThroughout(String sort, int rows) {
        var seen = new ArrayList<String>();
        var counts = new HashSet<Long>();
        for (var start = 0; ; start += rows) {
            var page = page("anybody", sort, rows, start);
            counts.add(page.count());
            if (page.packages().isEmpty()) {
                break;
            }
            seen.addAll(ids(page));
            if (start / rows % Math.max(1, SIZE / rows / WRITES) == 0) {
                write();
            }
        }
        assertThat(seen).doesNotHaveDuplicates().containsAll(text(standing));
        assertThat(counts).containsExactly((long) SIZE);
    }

    @Test
    void pagersDoNotDisturbEachOther() {
        var seen = List.of(new ArrayList<String>(), new ArrayList<String>(), new ArrayList<String>());
        for (var start = 0; start < SIZE + 1000; start += 100) {
            for (var pager = 0; pager < 3; pager++) {
                // The third comes later, and from the address of the second.
                var own = start - (pager == 2 ? 500 : 0);
                if (own >= 0) {
                    seen.get(pager).addAll(ids(page("pager " + Math.min(pager, 1), "", 100, own)));
                }
            }
            write();
        }
        for (var each : seen) {
            assertThat(each).doesNotHaveDuplicates().containsAll(text(standing));
        }
    }

    @Test
    void aPassEndsWithItsLastPageEvenWhenWholePagesAreWithdrawn() {
        page("anybody", "", 10, 0);
        page("anybody", "", 10, 10);
        db.withdraw(standing.subList(100, standing.size()));
        db.follow();
        var seen = new HashSet<String>();
        for (var start = 20; ; start += 10) {
            var page = ids(page("anybody", "", 10, start));
            if (page.isEmpty()) {
                break;
            }
            seen.addAll(page);
        }
        var left = db.find(SearchQuery.all().rows(1000).fields("id")).count();
        assertThat((long) seen.size()).isBetween(left - 20, left);
    }

    @Test
    void aPassThatWasLeftAloneForHalfAnHourIsForgotten() {
        var first = ids(page("anybody", "id asc", 100, 0));
        db.withdraw(List.of(DatasetId.parse(first.getFirst())));
        db.follow();
        var kept = ids(page("anybody", "id asc", 100, 100));
        now.updateAndGet(then -> then.plus(Duration.ofMinutes(31)));
        var fresh = ids(page("anybody", "id asc", 100, 100));

        assertThat(fresh.subList(0, 99)).isEqualTo(kept.subList(1, 100));
    }

    @Test
    void facetsAndFieldsAreToldOnEveryPage() {
        var query = SearchQuery.all()
                .pager("anybody")
                .fields("name", "extras_part")
                .facets(new SearchQuery.Facets(List.of("part"), 50, 1));
        var first = (SearchReply.Found) search.search(query);
        var second = (SearchReply.Found) search.search(query.start(10));

        assertThat(second.facets()).isEqualTo(first.facets()).hasSize(1);
        assertThat(second.facets().getFirst().values()).hasSize(7);
        assertThat(second.packages())
                .hasSize(10)
                .allSatisfy(each -> assertThat(each).matches("\\{\"name\":\"[^\"]+\",\"part\":\"\\d\"}"));
    }

    private void write() {
        version++;
        var batch = new LinkedHashMap<String, Dataset>();
        for (var i = 0; i < 20; i++) {
            var changed = random.nextInt(SIZE);
            batch.put(
                    "guid-" + changed,
                    Dataset.titled("Changed %d %d".formatted(version, changed)).build());
            batch.put(
                    "new-%d-%d".formatted(version, i),
                    Dataset.titled("New %d".formatted(version)).build());
        }
        db.put(batch.entrySet().stream()
                .map(each -> IndexedCatalogue.harvested(each.getKey(), each.getValue()))
                .toList());
        var last = doomed.subList(Math.max(0, doomed.size() - 5), doomed.size());
        db.withdraw(List.copyOf(last));
        last.clear();
        db.follow();
    }

    private SearchReply.Found page(String pager, String sort, int rows, int start) {
        var query = SearchQuery.all()
                .fq("+state:active")
                .fields("id")
                .pager(pager)
                .sort(sort)
                .rows(rows)
                .start(start);
        return (SearchReply.Found) search.search(query);
    }

    private static List<String> ids(SearchReply.Found page) {
        return page.packages().stream()
                .map(each -> each.replaceAll(".*\"id\":\"([^\"]+)\".*", "$1"))
                .toList();
    }

    private static List<String> text(List<DatasetId> ids) {
        return ids.stream().map(DatasetId::toString).toList();
    }

    private static Dataset dataset(int i) {
        return Dataset.titled("Number %d of many".formatted(i))
                .extra("part", Integer.toString(i % 7))
                .build();
    }

    private static final class SettableClock extends Clock {
        private final AtomicReference<Instant> now;

        SettableClock(AtomicReference<Instant> now) {
            this.now = now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Objects.requireNonNull(now.get());
        }
    }
}
