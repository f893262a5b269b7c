package org.garner.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.garner.catalog.store.StoreDatabase.SOURCE;
import static org.garner.catalog.store.StoreDatabase.harvested;
import static org.garner.catalog.store.StoreDatabase.titled;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.garner.catalog.Dataset;
import org.garner.catalog.DatasetId;
import org.garner.catalog.Distribution;
import org.garner.catalog.store.Stored.Change;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CatalogueTest {

    private StoreDatabase db;

    @BeforeEach
    void migrate() {
        db = new StoreDatabase();
    }

    @AfterEach
    void drop() {
        db.close();
    }

    @Test
    void aNewDatasetIsFoundByIdAndByName() {
        var stored = db.putOne(titled("g1", "Bathing Waters"));

        assertThat(stored.change()).isEqualTo(Change.INSERTED);
        assertThat(stored.name()).isEqualTo("bathing-waters");
        assertThat(stored.id()).isEqualTo(DatasetId.derived(SOURCE.id(), "g1"));
        assertThat(db.catalogue.show("bathing-waters"))
                .isEqualTo(db.catalogue.show(stored.id().toString()));
        assertThat(shown(stored).get("title").asString()).isEqualTo("Bathing Waters");
        assertThat(db.catalogue.count()).isEqualTo(1);
        assertThat(db.catalogue.show("roads")).isEmpty();
    }

    @Test
    void anIdIsPreferredToANameThatLooksLikeIt() {
        var byId = db.putOne(titled("g1", "First"));
        db.putOne(titled("g2", byId.id().toString()));

        assertThat(db.catalogue.show(byId.id().toString()).orElseThrow().id()).isEqualTo(byId.id());
    }

    @Test
    void theRemoteIdIsKeptWhileItIsFree() {
        var remote = UUID.randomUUID();

        var first = db.putOne(withRemoteId("g1", remote.toString()));
        var second = db.putOne(withRemoteId("g2", remote.toString()));
        var third = db.putOne(withRemoteId("g3", "1-1-1-1-1"));

        assertThat(first.id()).isEqualTo(new DatasetId(remote));
        assertThat(second.id()).isEqualTo(DatasetId.derived(SOURCE.id(), "g2"));
        assertThat(third.id()).isEqualTo(DatasetId.derived(SOURCE.id(), "g3"));
    }

    @Test
    void theIdOfARecordIsKnownBeforeItIsPut() {
        var free = UUID.randomUUID();
        var taken = UUID.randomUUID();
        var known = db.putOne(withRemoteId("known", taken.toString()));
        var guids = List.of("known", "to come", free.toString(), taken.toString());

        var before = db.catalogue.idsOf(SOURCE.id(), guids);

        assertThat(before)
                .containsEntry("known", known.id())
                .containsEntry("to come", DatasetId.derived(SOURCE.id(), "to come"))
                .containsEntry(free.toString(), new DatasetId(free))
                .containsEntry(taken.toString(), DatasetId.derived(SOURCE.id(), taken.toString()));
        assertThat(db.put(
                        titled("to come", "To come"),
                        withRemoteId(free.toString(), free.toString()),
                        withRemoteId(taken.toString(), taken.toString())))
                .extracting(Stored::id)
                .containsExactlyElementsOf(
                        guids.subList(1, 4).stream().map(before::get).toList());
        assertThat(db.catalogue.idsOf(SOURCE.id(), guids)).isEqualTo(before);
        assertThat(db.catalogue.idsOf(SOURCE.id(), List.of())).isEmpty();
    }

    @Test
    void severalOfOneTitleInOneBatchAreNumbered() {
        var stored = db.put(titled("a", "Roads"), titled("b", "Roads 1"), titled("c", "Roads"));
        var later = db.put(titled("d", "roads"), titled("e", "Roads1"), titled("f", "Roads"));

        assertThat(stored).extracting(Stored::name).containsExactly("roads", "roads-1", "roads1");
        assertThat(later).extracting(Stored::name).containsExactly("roads2", "roads11", "roads3");
    }

    @Test
    void numbersThatWereGivenOutElsewhereAreSkippedInAFewRounds() {
        db.putOne(titled("g0", "Roads"));
        db.jdbc.sql("""
            insert into package (id, name, title, metadata_created, metadata_modified, dataset, revision)
            select gen_random_uuid(), 'roads' || n, 'Roads', now(), now(), '{}', nextval('package_revision') from generate_series(1, 300) n
            """).update();

        var stored = db.putOne(titled("g1", "Roads"));

        assertThat(Integer.parseInt(stored.name().substring("roads".length()))).isBetween(301, 1200);
    }

    @Test
    void aKnownRecordKeepsItsIdItsNameAndItsDateOfCreation() {
        var first = db.putOne(titled("g1", "Old title"));
        var before = shown(first);

        var second = db.putOne(titled("g1", "New title"));

        assertThat(second).isEqualTo(new Stored(first.id(), first.name(), Change.UPDATED));
        var after = shown(first);
        assertThat(after.get("title").asString()).isEqualTo("New title");
        assertThat(after.get("name").asString()).isEqualTo("old-title");
        assertThat(after.get("metadata_created")).isEqualTo(before.get("metadata_created"));
        assertThat(after.get("metadata_modified").asString())
                .isGreaterThan(before.get("metadata_modified").asString());
    }

    @Test
    void resourcesKeepTheirIdsByAddressAndNameThenAddressThenPosition() {
        var csv = Distribution.at("https://data.example/a.csv").named("A").inFormat("CSV");
        var twin = Distribution.at("https://data.example/a.csv").named("B");
        var wms = Distribution.at("https://data.example/wms").named("Map");
        var stored = db.putOne(harvested(
                "g1", Dataset.titled("T").distributions(List.of(csv, twin, wms)).build()));
        var before = resourceIds(stored);

        db.putOne(harvested(
                "g1",
                Dataset.titled("T")
                        .distributions(List.of(twin, csv.named("renamed"), wms))
                        .build()));
        var after = resourceIds(stored);
        assertThat(after).containsExactly(before.get(1), before.get(0), before.get(2));

        var moved = Distribution.at("https://elsewhere.example/wms").named("Map");
        var more = Distribution.at("https://data.example/more.csv");
        db.putOne(harvested(
                "g1",
                Dataset.titled("T")
                        .distributions(List.of(twin, csv, moved, more))
                        .build()));
        assertThat(resourceIds(stored)).startsWith(after.toArray(String[]::new)).hasSize(4);

        db.putOne(harvested("g1", Dataset.titled("T").distribution(csv).build()));
        assertThat(resourceIds(stored)).containsExactly(before.get(0));
        assertThat(db.sql("select count(*) from resource")).isEqualTo("1");
    }

    @Test
    void anUnchangedResourceIsNotWritten() {
        var csv = Distribution.at("https://data.example/a.csv").with(Map.of("protocol", "WWW:LINK"));
        var stored =
                db.putOne(harvested("g1", Dataset.titled("T").distribution(csv).build()));
        var version = "select xmin::text from resource";
        var before = db.sql(version);
        var modified = shown(stored).at("/resources/0/metadata_modified");

        db.putOne(harvested("g1", Dataset.titled("T, again").distribution(csv).build()));

        assertThat(db.sql(version)).isEqualTo(before);
        assertThat(shown(stored).at("/resources/0/metadata_modified")).isEqualTo(modified);
    }

    @Test
    void whatAHarvestWithdrewComesBackUnderItsIdAndName() {
        var stored = db.putOne(titled("g1", "Roads"));

        assertThat(withdraw(stored)).isEqualTo(1);
        assertThat(withdraw(stored)).isZero();
        assertThat(shown(stored).get("state").asString()).isEqualTo("deleted");
        assertThat(db.catalogue.count()).isZero();

        assertThat(db.putOne(titled("g1", "Roads"))).isEqualTo(new Stored(stored.id(), "roads", Change.RESTORED));
        assertThat(shown(stored).get("state").asString()).isEqualTo("active");
        assertThat(db.catalogue.count()).isEqualTo(1);
    }

    @Test
    void whatAnOperatorWithdrewStaysWithdrawn() {
        var stored = db.putOne(titled("g1", "Roads"));
        withdraw(stored);
        db.jdbc.sql("update package set withdrawn_by = 'operator'").update();

        assertThat(db.putOne(titled("g1", "Roads, new")).change()).isEqualTo(Change.STAYS_WITHDRAWN);

        assertThat(shown(stored).get("state").asString()).isEqualTo("deleted");
        assertThat(shown(stored).get("title").asString()).isEqualTo("Roads, new");
        assertThat(db.sql("select withdrawn_reason from package")).isEqualTo("no longer listed");
    }

    @Test
    void aPurgedDatasetComesBackUnderTheIdItHad() {
        var had = new DatasetId(UUID.randomUUID());

        var stored = db.putOne(new HarvestedDataset(
                had,
                null,
                SOURCE,
                "g1",
                UUID.randomUUID(),
                null,
                Dataset.titled("Roads").build()));

        assertThat(stored).isEqualTo(new Stored(had, "roads", Change.INSERTED));
    }

    @Test
    void aPackageThatWasMadeElsewhereIsTakenOverByItsRecord() {
        var made = db.putOne(titled("elsewhere", "Roads"));

        var known = new HarvestedDataset(
                made.id(),
                null,
                SOURCE,
                "g1",
                UUID.randomUUID(),
                null,
                Dataset.titled("Roads").build());
        assertThat(db.putOne(known)).isEqualTo(new Stored(made.id(), "roads", Change.UPDATED));
        assertThat(db.putOne(titled("g1", "Roads"))).isEqualTo(new Stored(made.id(), "roads", Change.UPDATED));
        assertThat(db.putOne(titled("elsewhere", "Roads")).name()).isEqualTo("roads1");
    }

    @Test
    void textThatPostgresCannotHoldDoesNotFailTheBatch() {
        var hostile = Dataset.titled("A\0B\uD800C")
                .extra("k\0", "v\0")
                .tag("t\0")
                .distribution(Distribution.at("https://data.example/\0"))
                .build();

        var stored = db.put(harvested("g\0", hostile), titled("good", "Good"));

        assertThat(shown(stored.getFirst()).get("title").asString()).isEqualTo("AB\uFFFDC");
        assertThat(stored).extracting(Stored::name).containsExactly("abc", "good");
    }

    @Test
    void thePublisherIsShownWithThePackage() {
        var publisher = db.publishers.findOrCreate("Borough of Testing");
        for (var known : List.of(
                "Borough of testing", "borough-of-testing", publisher.id().toString())) {
            assertThat(db.publishers.findOrCreate(known)).isEqualTo(publisher);
        }

        var byName = db.putOne(ownedBy("g1", "borough-of-testing"));
        var byId = db.putOne(ownedBy("g2", publisher.id().toString()));

        for (var stored : List.of(byName, byId)) {
            assertThat(shown(stored).at("/organization/title").asString()).isEqualTo("Borough of Testing");
            assertThat(shown(stored).get("owner_org").asString())
                    .isEqualTo(publisher.id().toString());
        }
        assertThatThrownBy(() -> db.putOne(ownedBy("g3", "nobody")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'nobody'")
                .hasMessageContaining("'coast'");
    }

    @Test
    void aBatchNamesARecordOnceAndRunsInATransaction() {
        assertThatThrownBy(() -> db.put(titled("g1", "A"), titled("g1", "B"))).hasMessageContaining("'g1'");
        assertThatThrownBy(() -> db.catalogue.put(List.of(titled("g1", "A")))).hasMessageContaining("transaction");
        assertThat(db.inTransaction(() -> db.catalogue.put(List.of()))).isEmpty();
        assertThat(db.sql("select count(*) from package")).isEqualTo("0");
    }

    @Test
    void packagesAreShownTogetherInTheOrderAsked() {
        var stored = db.put(titled("a", "A one"), titled("b", "B two"), titled("c", "C three"));

        var asked = List.of(
                stored.get(2).id().value(),
                UUID.randomUUID(),
                stored.get(0).id().value());

        assertThat(db.catalogue.showAll(asked))
                .extracting(ShownPackage::id)
                .containsExactly(stored.get(2).id(), stored.get(0).id());
    }

    private int withdraw(Stored stored) {
        return db.inTransaction(() -> db.catalogue.withdraw(List.of(stored.id()), "no longer listed"));
    }

    private JsonNode shown(Stored stored) {
        return JsonMapper.shared()
                .readTree(
                        db.catalogue.show(stored.id().toString()).orElseThrow().dict());
    }

    private List<String> resourceIds(Stored stored) {
        return shown(stored)
                .get("resources")
                .valueStream()
                .map(row -> row.get("id").asString())
                .toList();
    }

    private static HarvestedDataset withRemoteId(String guid, String remoteId) {
        return new HarvestedDataset(
                null,
                remoteId,
                SOURCE,
                guid,
                UUID.randomUUID(),
                null,
                Dataset.titled("With id").build());
    }

    private static HarvestedDataset ownedBy(String guid, String owner) {
        return new HarvestedDataset(
                null,
                null,
                SOURCE,
                guid,
                UUID.randomUUID(),
                owner,
                Dataset.titled("Owned").build());
    }
}
