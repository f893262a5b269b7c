package org.garner.harvesters.dcatus;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.garner.catalog.format.Json;
import org.garner.harvest.Fetched;
import org.garner.harvest.ListedRecord;
import org.garner.harvest.Presence;
import org.garner.harvest.RecordKey;
import org.garner.harvest.RecordRef;
import org.garner.harvest.http.SourceException;
import org.garner.harvesters.HarvesterContract;
import org.garner.harvesters.Harvesters;
import org.garner.harvesters.LocalSite;
import org.garner.harvesters.LocalSite.Reply;
import org.garner.harvesters.Walk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DcatUsHarvesterTest extends HarvesterContract {
    @Override
    protected String type() {
        return "dcatus";
    }

    @Override
    protected LocalSite siteOfThree() {
        return DataJsonText.catalogue()
                .dataset("id-a")
                .dataset("id-b")
                .dataset("id-c", "\"modified\": \"2026-02-03\"")
                .site();
    }

    @Override
    protected String path() {
        return "/data.json";
    }

    @Override
    protected String key(LocalSite site, String name) {
        return "id-" + name;
    }

    private Walk walk(LocalSite site) throws Exception {
        return walk(site, "{}");
    }

    private Walk walk(LocalSite site, String config) throws Exception {
        return Walk.through(harvester(), Walk.source(harvester(), site.at(path()), config), client);
    }

    private static JsonNode document(ListedRecord record) throws Exception {
        return Json.read(requireNonNull(record.document()));
    }

    @Test
    void asksOnceAndReadsItsPagesFromWhatCame() throws Exception {
        try (var site = DataJsonText.catalogue().datasets(0, 450).site()) {
            var walk = walk(site);

            assertThat(site.asked()).hasSize(1);
            assertThat(walk.pages())
                    .hasSize(3)
                    .allSatisfy(page -> assertThat(page.expected()).isEqualTo(450));
            assertThat(walk.keys()).hasSize(450).startsWith("id-0", "id-1").endsWith("id-449");
            assertThat(walk.mode()).contains("one data.json of", "Project Open Data 1.1");
        }
    }

    @Test
    void theDocumentOfADatasetHoldsItsEntryByteForByte() throws Exception {
        var entry = "{ \"identifier\" : \"a\",\n"
                + "\t\"title\":\"Übersicht \\u00fc\", \"accessLevel\":\"public\" , \"x\":[1.50,{ }]}";
        try (var site = DataJsonText.catalogue().dataset("first").entry(entry).site()) {
            var records = walk(site).records();

            assertThat(new String(requireNonNull(records.getLast().document()), StandardCharsets.UTF_8))
                    .contains("\"dataset\":" + entry + "}");
        }
    }

    @Test
    void whatTheCatalogueConformsToMayStandAfterItsDatasets() throws Exception {
        try (var site = new DataJsonText()
                .before("\"describedBy\": {\"dataset\": [1]}")
                .datasets(0, 3)
                .after(DataJsonText.CONFORMS)
                .site()) {
            assertThat(walk(site).keys()).containsExactly("id-0", "id-1", "id-2");
            assertThat(Harvesters.onClassPath().detect(site.at(path()), client)).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://project-open-data.cio.gov/v1.1/schema",
                "https://project-open-data.cio.gov/v1.1/schema/",
                "https://project-open-data.cio.gov/v1.1/schema#",
                "https://www.project-open-data.cio.gov/v1.1/schema/catalog.json"
            })
    void theSchemaIsKnownByEachOfItsAddresses(String address) throws Exception {
        try (var site = new DataJsonText()
                .before("\"conformsTo\": \"" + address + "\"")
                .datasets(0, 2)
                .site()) {
            assertThat(walk(site).keys()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "title": "no word of it"                                              | one without conformsTo
        "conformsTo": null                                                    | one without conformsTo
        "conformsTo": "https://project-open-data.cio.gov/v1.0/schema"         | conformsTo 'https://project-open-data.cio.gov/v1.0/schema'
        "conformsTo": {"@type": "Standard", "title": "DCAT-US 3.0"}           | DCAT-US 3.0 is not read yet
        "conformsTo": ["https://resources.data.gov/dcat-us/3.0/schema"]       | DCAT-US 3.0 is not read yet
        """)
    void aCatalogueOfAnotherStandardIsRefusedWithWhatItSays(String member, String found) {
        try (var site = new DataJsonText().before(member).datasets(0, 2).site()) {
            assertThatThrownBy(() -> walk(site))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("expected a catalogue of Project Open Data 1.1")
                    .hasMessageContaining(found)
                    .hasMessageContaining(site.at(path()).toString());
        }
    }

    @Test
    void aPageInHtmlIsNamed() {
        try (var site = new LocalSite(asked -> Reply.html("<html><title>Sign in</title></html>"))) {
            assertThatThrownBy(() -> walk(site)).hasMessageContaining("an HTML page titled 'Sign in'");
        }
    }

    @Test
    void whatStandsBeforeAFaultIsListedAndNothingMayBeWithdrawn() throws Exception {
        var whole = DataJsonText.catalogue().datasets(0, 300).text();
        var cut = whole.indexOf("\"id-250\"");
        try (var site = DataJsonText.siteOf(whole.substring(0, cut) + "oops" + whole.substring(cut))) {
            var walk = walk(site);

            assertThat(walk.keys()).hasSize(250).endsWith("id-249");
            assertThat(walk.pages())
                    .allSatisfy(page -> assertThat(page.partial()).isTrue());
            assertThat(walk.problems())
                    .singleElement()
                    .asString()
                    .startsWith("Line 253, column ")
                    .contains("not readable JSON at byte " + "%,d".formatted(cut), "after 250 datasets", "oops");
        }
    }

    @Test
    void aFaultBeforeTheStandardIsNamedRefusesAll() {
        var whole =
                new DataJsonText().datasets(0, 10).after(DataJsonText.CONFORMS).text();
        try (var site = DataJsonText.siteOf(whole.replace("\"id-7\"", "oops"))) {
            assertThatThrownBy(() -> walk(site))
                    .hasMessageContaining("not readable JSON at byte")
                    .hasMessageContaining("after 7 datasets");
        }
    }

    @Test
    void aDocumentThatEndsTooEarlyIsListedInPart() throws Exception {
        var whole = DataJsonText.catalogue().datasets(0, 10).text();
        try (var site = DataJsonText.siteOf(whole.substring(0, whole.length() - 3))) {
            var walk = walk(site);

            assertThat(walk.keys()).hasSize(10);
            assertThat(walk.partial()).isTrue();
            assertThat(walk.problems()).singleElement().asString().contains("after 10 datasets", "end-of-input");
        }
    }

    @Test
    void anEntryThatIsNoDatasetIsAProblemOfItsOwn() throws Exception {
        try (var site = DataJsonText.catalogue()
                .dataset("first")
                .entry("\"a text\"")
                .entry("17")
                .entry("[{\"identifier\": \"in a list\"}]")
                .entry("{\"title\": \"Nameless\", \"identifier\": null}")
                .entry("{\"title\": 5, \"identifier\": \" \"}")
                .entry("{\"identifier\": {\"@id\": \"x\"}}")
                .entry("{\"identifier\": \"%s\"}".formatted("x".repeat(600)))
                .entry("{\"identifier\": 4711, \"title\": \"A number\"}")
                .site()) {
            var walk = walk(site);

            assertThat(walk.keys()).containsExactly("first", "4711");
            assertThat(walk.partial()).isFalse();
            assertThat(walk.problems())
                    .hasSize(7)
                    .anySatisfy(problem ->
                            assertThat(problem).contains("Line 4, column 3", "dataset[1]", "found the text 'a text'"))
                    .anySatisfy(problem -> assertThat(problem).contains("dataset[2]", "the value 17"))
                    .anySatisfy(problem -> assertThat(problem).contains("dataset[3]", "found a list"))
                    .anySatisfy(problem -> assertThat(problem)
                            .contains("dataset[4] ('Nameless')", "The property identifier is required"))
                    .anySatisfy(problem -> assertThat(problem).contains("dataset[5] ('5')", "identifier is required"))
                    .anySatisfy(problem -> assertThat(problem).contains("dataset[6]", "DCAT-US 3.0"))
                    .anySatisfy(problem -> assertThat(problem).contains("dataset[7]", "at most 512", "600"));
        }
    }

    @Test
    void theFirstOfTwoEntriesWithOneIdentifierWinsAcrossPages() throws Exception {
        try (var site = DataJsonText.catalogue()
                .datasets(0, 210)
                .dataset("id-3", "\"description\": \"second\"")
                .site()) {
            var walk = walk(site);

            assertThat(walk.keys()).hasSize(210).doesNotHaveDuplicates();
            assertThat(walk.problems())
                    .singleElement()
                    .asString()
                    .contains("Duplicate entry ignored for identifier id-3", "dataset[210]");
        }
    }

    @Test
    void membersKnowTheirCollectionInWhateverOrderTheyStand() throws Exception {
        try (var site = DataJsonText.catalogue()
                .dataset("child-1", "\"isPartOf\": \"parent\"")
                .dataset("parent")
                .dataset("child-2", "\"isPartOf\": \"parent\"")
                .dataset("alone")
                .dataset("lost", "\"isPartOf\": \"elsewhere\"")
                .dataset("inner", "\"isPartOf\": \"parent\"")
                .dataset("innermost", "\"isPartOf\": \"inner\"")
                .site()) {
            var walk = walk(site);

            assertThat(walk.records())
                    .extracting(record -> document(record).path("place").asString())
                    .containsExactly("member", "collection", "member", "alone", "alone", "nested", "alone");
            assertThat(walk.problems())
                    .hasSize(2)
                    .anySatisfy(problem -> assertThat(problem).contains("('Dataset lost')", "'elsewhere'", "is not in"))
                    .anySatisfy(problem -> assertThat(problem).contains("('Dataset innermost')", "'inner'"));
            assertThat(walk.partial()).isFalse();
        }
    }

    @Test
    void theDocumentsStayTheSameWhenTheCatalogueHasItsMembersInAnotherOrder() throws Exception {
        List<byte[]> before;
        try (var site = DataJsonText.catalogue()
                .before("\"@context\": \"c\"")
                .before("\"title\": \"A catalogue\"")
                .datasets(0, 3)
                .site()) {
            before = walk(site).records().stream()
                    .map(record -> requireNonNull(record.document()))
                    .toList();
        }
        try (var site = new DataJsonText()
                .before("\"title\": \"Another title\"")
                .datasets(0, 3)
                .after("\"@context\": \"c\"")
                .after(DataJsonText.CONFORMS)
                .site()) {
            assertThat(walk(site).records())
                    .zipSatisfy(
                            before,
                            (record, held) -> assertThat(record.document()).isEqualTo(held));
        }
    }

    @Test
    void aSiteIsAskedForTheDocumentAtItsRoot() throws Exception {
        try (var site = DataJsonText.catalogue().datasets(0, 2).site()) {
            assertThat(Harvesters.onClassPath().detect(site.at("/"), client))
                    .hasValueSatisfying(
                            found -> assertThat(found.type().value()).isEqualTo("dcatus"));
            assertThat(Walk.through(harvester(), Walk.source(harvester(), site.at(""), "{}"), client)
                            .keys())
                    .hasSize(2);
        }
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstEntry() throws Exception {
        var text = DataJsonText.catalogue().datasets(0, 250).text();
        try (var site = DataJsonText.siteOf("\ufeff" + text)) {
            var walk = walk(site);

            assertThat(walk.keys()).hasSize(250);
            assertThat(document(walk.records().getLast())
                            .at("/dataset/identifier")
                            .asString())
                    .isEqualTo("id-249");
        }
    }

    @Test
    void anotherEncodingThanUtf8IsNamed() {
        var text = DataJsonText.catalogue().datasets(0, 2).text();
        try (var site =
                new LocalSite(asked -> Reply.of(200, "application/json", text.getBytes(StandardCharsets.UTF_16LE)))) {
            assertThatThrownBy(() -> walk(site)).hasMessageContaining("UTF-8").hasMessageContaining("UTF-16");
        }
    }

    @Test
    void filtersChooseDatasetsByTheirValues() throws Exception {
        try (var site = DataJsonText.catalogue()
                .dataset("a", "\"keyword\": [\"roads\", \"health\"]")
                .dataset("b", "\"keyword\": [\"roads\"]")
                .dataset("c", "\"keyword\": \"health\"")
                .dataset("d")
                .site()) {
            var config = "{\"filters\": {\"keyword\": [\"health\"], \"accessLevel\": \"public\"}}";
            assertThat(walk(site, config).keys()).containsExactly("a", "c");

            var source = Walk.source(harvester(), site.at(path()), config);
            assertThat(harvester().confirm(source, List.of(ref(site, "b"), ref(site, "c")), client))
                    .containsEntry(new RecordKey("b"), Presence.GONE)
                    .containsEntry(new RecordKey("c"), Presence.PRESENT);
        }
    }

    @Test
    void aBrokenDocumentDeniesNothing() throws Exception {
        var whole = DataJsonText.catalogue().datasets(0, 5).text();
        try (var site = DataJsonText.siteOf(whole.substring(0, whole.length() - 20))) {
            assertThat(harvester().confirm(source(site), List.of(ref(site, "id-1"), ref(site, "gone")), client))
                    .containsEntry(new RecordKey("id-1"), Presence.PRESENT)
                    .containsEntry(new RecordKey("gone"), Presence.UNKNOWN);
        }
    }

    @Test
    void fetchesTheDocumentThatTheListingCarried() throws Exception {
        try (var site = DataJsonText.catalogue().datasets(0, 30).site()) {
            var listed = walk(site).records().get(17);
            var fetched = harvester().fetch(source(site), List.of(ref(site, "id-17")), client);

            assertThat(fetched)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Fetched.Document.class,
                            document -> assertThat(document.content()).isEqualTo(listed.document()));
        }
    }

    @Test
    void settingsOfTheSourceTravelWithTheDocument() throws Exception {
        try (var site = DataJsonText.catalogue().dataset("a").site()) {
            var document = document(walk(site, "{\"defaults\": {\"license\": \"cc-by\"}, \"max_resource_count\": 3}")
                    .records()
                    .getFirst());

            assertThat(document.at("/defaults/license").asString()).isEqualTo("cc-by");
            assertThat(document.path("max_resource_count").asInt()).isEqualTo(3);
        }
    }

    private static RecordRef ref(LocalSite site, String key) {
        return new RecordRef(new RecordKey(key), site.at("/data.json"), null);
    }
}
