package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.garner.client.JobReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Recorded sources that change between two harvests. */
@ExtendWith(SharedGarner.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ChangingFixturesTest {
    private final LocalSite site = new LocalSite();
    private SharedFixtures fixtures = SharedFixtures.NONE;

    @BeforeEach
    void find() {
        fixtures = SharedFixtures.require();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aChangedFileOfAFolderIsUpdatedAndKeepsIdNameAndResources(RunningGarner garner) {
        serveFolder();
        var url = site.at("/folder/");
        var first = garner.harvest(url, "waf");
        assertThat(RunningGarner.summary(first)).isEqualTo("succeeded: gathered 5, added 5");
        garner.awaitIndex();
        var before = only(garner.searchByGuid(first, "test-dataset-1"));

        var title = before.path("title").asString();
        site.file(
                "/folder/dataset.xml", changed(fixtures.bytes("iso19139/iso/dataset.xml"), title, title + " of 2026"));
        var second = garner.harvest(url, "waf");

        assertThat(RunningGarner.summary(second)).isEqualTo("succeeded: gathered 5, updated 1, unchanged 4");
        garner.awaitIndex();
        var after = only(garner.searchByGuid(second, "test-dataset-1"));
        assertThat(after.path("title").asString()).isEqualTo(title + " of 2026");
        assertThat(identity(after)).isEqualTo(identity(before));
        assertThat(after.path("metadata_created")).isEqualTo(before.path("metadata_created"));
    }

    @Test
    void aChangedRecordOfACatalogueIsUpdated(RunningGarner garner) {
        var csw = serveCatalogue();
        var url = site.at("/csw");
        var first = garner.harvest(url, "csw");
        assertThat(RunningGarner.summary(first)).isEqualTo("succeeded: gathered 6, added 6");
        garner.awaitIndex();
        var before =
                only(garner.searchByGuid(first, RecordedCsw.idOf(csw.records().get(3))));

        var title = before.path("title").asString();
        csw.hold(csw.records().stream()
                .map(record -> record.replace(title, title + " (revised)"))
                .toList());
        var second = garner.harvest(url, "csw");

        assertThat(RunningGarner.summary(second)).isEqualTo("succeeded: gathered 6, updated 1, unchanged 5");
        garner.awaitIndex();
        var after =
                only(garner.searchByGuid(second, RecordedCsw.idOf(csw.records().get(3))));
        assertThat(after.path("title").asString()).isEqualTo(title + " (revised)");
        assertThat(identity(after)).isEqualTo(identity(before));
    }

    @Test
    void aVanishedRecordOfACatalogueIsDeletedAndComesBackAsTheSameDataset(RunningGarner garner) {
        var csw = serveCatalogue();
        var all = csw.records();
        var guid = RecordedCsw.idOf(all.get(2));
        var url = site.at("/csw");
        var first = garner.harvest(url, "csw");
        garner.awaitIndex();
        var before = only(garner.searchByGuid(first, guid));

        var fewer = new ArrayList<>(all);
        fewer.remove(2);
        csw.hold(fewer);
        var second = garner.harvest(url, "csw");

        assertThat(RunningGarner.summary(second)).isEqualTo("succeeded: gathered 5, unchanged 5, deleted 1");
        assertDeleted(garner, second, guid, before);

        csw.hold(all);
        var third = garner.harvest(url, "csw");

        assertThat(RunningGarner.summary(third)).isEqualTo("succeeded: gathered 6, updated 1, unchanged 5");
        garner.awaitIndex();
        assertThat(identity(only(garner.searchByGuid(third, guid)))).isEqualTo(identity(before));
    }

    @Test
    void aVanishedFileOfAFolderIsDeletedAndComesBackAsTheSameDataset(RunningGarner garner) {
        var files = serveFolder();
        var url = site.at("/folder/");
        var first = garner.harvest(url, "waf");
        garner.awaitIndex();
        var before = only(garner.searchByGuid(first, "test-dataset-1"));

        var fewer = new TreeMap<>(files);
        fewer.remove("dataset.xml");
        site.remove("/folder/dataset.xml");
        site.tree("/folder/", fewer);
        var second = garner.harvest(url, "waf");

        assertThat(RunningGarner.summary(second)).isEqualTo("succeeded: gathered 4, unchanged 4, deleted 1");
        assertDeleted(garner, second, "test-dataset-1", before);

        site.tree("/folder/", files);
        var third = garner.harvest(url, "waf");

        assertThat(RunningGarner.summary(third)).isEqualTo("succeeded: gathered 5, updated 1, unchanged 4");
        garner.awaitIndex();
        assertThat(identity(only(garner.searchByGuid(third, "test-dataset-1")))).isEqualTo(identity(before));
    }

    @Test
    void aCatalogueThatIsSuddenlyEmptyIsHeld(RunningGarner garner) {
        var csw = serveCatalogue();
        var url = site.at("/csw");
        garner.harvest(url, "csw");

        csw.hold(List.of());
        var empty = garner.harvest(url, "csw");

        assertThat(RunningGarner.summary(empty)).isEqualTo("held: gathered 0");
        assertThat(empty.reason()).contains("6 datasets would be withdrawn; none was");
        assertNothingDeleted(garner, empty, 6);
    }

    @Test
    void aFolderThatSuddenlyHasNoLinksIsHeld(RunningGarner garner) {
        serveFolder();
        var url = site.at("/folder/");
        garner.harvest(url, "waf");

        site.tree("/folder/", Map.of());
        var empty = garner.harvest(url, "waf");

        assertThat(RunningGarner.summary(empty)).isEqualTo("held: gathered 0");
        assertThat(empty.errors())
                .singleElement()
                .satisfies(error ->
                        assertThat(error.message()).contains(url.toString()).contains("links to .xml files"));
        assertNothingDeleted(garner, empty, 5);

        serveFolder();
        assertThat(RunningGarner.summary(garner.harvest(url, "waf"))).isEqualTo("succeeded: gathered 5, unchanged 5");
    }

    @Test
    void aListingThatLostMostOfItsRecordsIsHeld(RunningGarner garner) {
        var csw = serveCatalogue();
        var url = site.at("/csw");
        garner.harvest(url, "csw");

        csw.hold(csw.records().subList(0, 2));
        var shrunk = garner.harvest(url, "csw");

        assertThat(RunningGarner.summary(shrunk)).isEqualTo("held: gathered 2, unchanged 2");
        assertNothingDeleted(garner, shrunk, 4);
    }

    private Map<String, byte[]> serveFolder() {
        var files = new TreeMap<>(Map.of(
                "dataset.xml", fixtures.bytes("iso19139/iso/dataset.xml"),
                "17bd184a.xml", fixtures.bytes("iso19139/iso/17bd184a_iso.xml"),
                "cadastre.xml", fixtures.bytes("iso19139/iso/geobretagne_dataset.xml"),
                "deeper/landsat.xml", fixtures.bytes("iso19139/iso/mi_metadata_landsat.xml"),
                "deeper/service.xml", fixtures.bytes("iso19139/gemini-2.1/service1.xml")));
        site.tree("/folder/", files);
        return files;
    }

    private RecordedCsw serveCatalogue() {
        var csw = RecordedCsw.ofPages(List.of(
                fixtures.bytes("csw/geonetwork-iso/getrecords_start1.xml"),
                fixtures.bytes("csw/geonetwork-iso/getrecords_start3.xml"),
                fixtures.bytes("csw/geonetwork-iso/getrecords_start5.xml")));
        assertThat(csw.records()).hasSize(6);
        site.answer("/csw", csw);
        return csw;
    }

    private static void assertDeleted(RunningGarner garner, JobReport report, String guid, JsonNode dataset) {
        garner.awaitIndex();
        assertThat(garner.searchByGuid(report, guid)).isEmpty();
        assertThat(garner.rows("select state, withdrawn_by from package where id = '%s'"
                        .formatted(dataset.path("id").asString())))
                .containsExactly("deleted harvest");
    }

    /** All datasets of a held job's source are still there, and the job says which of them are waiting. */
    private static void assertNothingDeleted(RunningGarner garner, JobReport report, int waiting) {
        garner.awaitIndex();
        var there = garner.search(Map.of("fq", RunningGarner.ofSource(report), "rows", "100"));
        assertThat(there).hasSize((int) report.gathered() + waiting);
        assertThat(garner.held(report)).hasSize(waiting).doesNotHaveDuplicates();
        assertThat(garner.rows(
                        "select p.state from package p join harvest_source s on s.id = p.harvest_source_id where s.name = '%s'"
                                .formatted(report.source())))
                .hasSize(there.size())
                .containsOnly("active");
    }

    private static byte[] changed(byte[] record, String from, String to) {
        var text = new String(record, StandardCharsets.UTF_8);
        assertThat(text).contains(">" + from + "<");
        return text.replace(">" + from + "<", ">" + to + "<").getBytes(StandardCharsets.UTF_8);
    }

    /** What links and bookmarks rely on. */
    private static List<String> identity(JsonNode dataset) {
        var identity = new ArrayList<>(
                List.of(dataset.path("id").asString(), dataset.path("name").asString()));
        dataset.path("resources")
                .forEach(resource -> identity.add(resource.path("id").asString()));
        assertThat(identity).doesNotContain("");
        return identity;
    }

    private static JsonNode only(List<JsonNode> found) {
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
