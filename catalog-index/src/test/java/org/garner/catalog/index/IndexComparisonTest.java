package org.garner.catalog.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.garner.catalog.Dataset;
import org.garner.catalog.DatasetId;
import org.garner.catalog.store.PackageIndex.Entry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IndexComparisonTest {
    private final IndexedCatalogue db = new IndexedCatalogue();

    @AfterEach
    void drop() {
        db.close();
    }

    @Test
    void anIndexThatHoldsWhatItShouldIsLeftAlone() {
        put(3);
        db.follow();

        compare();

        assertThat(db.source.drift(1).pending()).isZero();
    }

    @Test
    void whatTheIndexHasLostIsBroughtAgain() throws Exception {
        put(3);
        db.follow();
        lose("title:1");
        assertThat(db.count("*:*")).isEqualTo(2);

        compare();
        assertThat(db.source.drift(1).pending()).isEqualTo(1);
        db.follow();

        assertThat(db.count("*:*")).isEqualTo(3);
    }

    @Test
    void whatTheCatalogueHasForgottenIsForgottenByTheIndex() throws Exception {
        var id = put(1).getFirst();
        db.follow();
        var known = db.source.standing(1, new UUID(0, 0), 1).getFirst();
        var lost = known.revision() + 100_000;
        var stranger = UUID.randomUUID();
        send(new Entry(id.value(), lost, "active", db.shown(id).replace("Tides", "Floods")));
        send(new Entry(stranger, lost + 1, "active", db.shown(id).replace(id.toString(), stranger.toString())));
        assertThat(db.count("title:floods")).isEqualTo(1);
        assertThat(db.count("*:*")).isEqualTo(2);

        compare();
        db.follow();

        assertThat(db.find(SearchQuery.all()).packages()).containsExactly(db.shown(id));
        db.put("record-0", Dataset.titled("Currents").build());
        db.follow();
        assertThat(db.count("title:currents")).isEqualTo(1);
    }

    @Test
    void aPackageThatCameBackAfterItsPurgeWasForgottenIsSearchable() throws Exception {
        var id = put(1).getFirst();
        db.follow();
        var revision = db.source.standing(1, new UUID(0, 0), 1).getFirst().revision();
        send(new Entry(id.value(), revision + 100_000, "purged", null));
        assertThat(db.count("*:*")).isZero();

        compare();
        db.follow();

        assertThat(db.count("*:*")).isEqualTo(1);
    }

    @Test
    void whatIsPurgedIsNotSearchable() {
        var id = put(2).getFirst();
        db.follow();
        db.jdbc
                .sql("delete from package where id = :id")
                .param("id", id.value())
                .update();

        compare();
        db.follow();

        assertThat(db.count("*:*")).isEqualTo(1);
        compare();
        assertThat(db.source.drift(1).pending()).isZero();
    }

    @Test
    void manyPagesOnBothSidesAreComparedToTheirEnd() throws Exception {
        var ids = put(1200);
        db.follow();
        var dict = db.shown(ids.getFirst());
        var strangers = IntStream.range(0, 2500)
                .mapToObj(i -> UUID.randomUUID())
                .map(stranger -> new Entry(
                        stranger, 1, "active", dict.replace(ids.getFirst().toString(), stranger.toString())));
        send(strangers.toArray(Entry[]::new));
        lose("title:7");

        compare();
        db.follow();

        assertThat(db.count("*:*")).isEqualTo(1200);
        compare();
        assertThat(db.source.drift(1).pending()).isZero();
    }

    private List<DatasetId> put(int packages) {
        return db
                .put(IntStream.range(0, packages)
                        .mapToObj(i -> IndexedCatalogue.harvested(
                                "record-" + i, Dataset.titled("Tides " + i).build()))
                        .toList())
                .stream()
                .map(stored -> stored.id())
                .toList();
    }

    private void compare() {
        var comparison = new IndexComparison(db.source, 1, IndexedCatalogue.SOLR, db.site);
        for (var more = true; more; ) {
            more = comparison.next();
        }
    }

    private void lose(String query) throws Exception {
        IndexedCatalogue.SOLR.client().deleteByQuery("site_id:%s AND %s".formatted(db.site, query));
        IndexedCatalogue.SOLR.client().commit();
    }

    private void send(Entry... entries) throws Exception {
        var documents = new PackageDocument(db.site);
        IndexedCatalogue.SOLR
                .client()
                .add(List.of(entries).stream().map(documents::of).toList());
        IndexedCatalogue.SOLR.client().commit();
    }
}
