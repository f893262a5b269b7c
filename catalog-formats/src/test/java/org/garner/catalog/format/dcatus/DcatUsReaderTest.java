package org.garner.catalog.format.dcatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.garner.catalog.Dataset;
import org.garner.catalog.Distribution;
import org.garner.catalog.format.DatasetReaders;
import org.garner.catalog.format.Json;
import org.garner.catalog.format.Reading;
import org.garner.catalog.format.ReadingOptions;
import org.garner.catalog.format.UnreadableRecordException;
import org.garner.catalog.format.dcatus.DcatUsDocument.Place;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class DcatUsReaderTest {
    private static final SortedMap<String, String> CATALOGUE = new TreeMap<>(Map.of(
            "conformsTo", "https://project-open-data.cio.gov/v1.1/schema", "@id", "https://x.example/data.json"));

    /** An entry with these members, in a document. */
    private static Reading read(String... members) throws UnreadableRecordException {
        return read(Place.ALONE, Map.of(), null, members);
    }

    private static Reading read(Place place, Map<String, JsonNode> defaults, @Nullable Integer most, String... members)
            throws UnreadableRecordException {
        var document = new DcatUsDocument(place, CATALOGUE, new TreeMap<>(defaults), most)
                .of(entry(members).getBytes(StandardCharsets.UTF_8));
        return DatasetReaders.standard().read(document, ReadingOptions.PLAIN);
    }

    private static String entry(String... members) {
        var all = List.of(members).stream().collect(Collectors.joining(","));
        var title = all.startsWith("\"title\"") ? "" : "\"title\":\"A title\",";
        return "{\"identifier\":\"a-1\"," + title + "\"accessLevel\":\"public\"" + (all.isEmpty() ? "" : "," + all)
                + "}";
    }

    private static Dataset dataset(String... members) throws UnreadableRecordException {
        return read(members).dataset();
    }

    @Test
    void readsWhatEveryDatasetHas() throws Exception {
        var reading = read(
                "\"description\":\" What it is \"",
                "\"modified\":\"2026-01-02\"",
                "\"keyword\":[\"Air Quality\",\"NO2\",\"air quality\"]",
                "\"landingPage\":\"https://x.example/a\"",
                "\"bureauCode\":[\"010:04\"]",
                "\"dataQuality\":true",
                "\"theme\":[\"Environment\"]",
                "\"own\":{\"b\":1,\"a\":[null,2.50]}",
                "\"rights\":null");
        var dataset = reading.dataset();

        assertThat(reading.format()).isEqualTo("dcatus");
        assertThat(reading.guid()).isEqualTo("a-1");
        assertThat(reading.modified()).isEqualTo("2026-01-02");
        assertThat(reading.warnings()).isEmpty();
        assertThat(dataset.title()).isEqualTo("A title");
        assertThat(dataset.notes()).isEqualTo("What it is");
        assertThat(dataset.url()).isEqualTo("https://x.example/a");
        assertThat(dataset.tags()).containsExactly("air-quality", "no2");
        assertThat(dataset.extras())
                .containsEntry("identifier", "a-1")
                .containsEntry("modified", "2026-01-02")
                .containsEntry("accessLevel", "public")
                .containsEntry("bureauCode", "[\"010:04\"]")
                .containsEntry("dataQuality", "true")
                .containsEntry("theme", "[\"Environment\"]")
                .containsEntry("own", "{\"b\": 1, \"a\": [null, 2.5]}")
                .containsEntry("catalog_@id", "https://x.example/data.json")
                .containsEntry("catalog_conformsTo", "https://project-open-data.cio.gov/v1.1/schema")
                .containsEntry("source_datajson_identifier", "true")
                .containsEntry("source_schema_version", "1.1")
                .containsKey("source_hash")
                .doesNotContainKeys("rights", "title", "keyword", "description");
    }

    @Test
    void theSourceHashDependsOnContentAndNotOnHowItIsWritten() throws Exception {
        var one = dataset("\"x\":{\"a\":1,\"b\":2}", "\"y\":[1, 2]").extras().get("source_hash");

        assertThat(dataset("\"y\" : [ 1,2 ]", "\"x\":{ \"b\":2, \"a\":1 }").extras())
                .containsEntry("source_hash", one);
        assertThat(dataset("\"x\":{\"a\":1,\"b\":2}", "\"y\":[2, 1]").extras().get("source_hash"))
                .isNotEqualTo(one);
    }

    @Test
    void aNumberAsTitleIsText() throws Exception {
        assertThat(dataset("\"title\":2026").title()).isEqualTo("2026");
    }

    @ParameterizedTest
    @CsvSource({"Search", "new", "EDIT"})
    void aTitleWhoseNameIsTakenByAPageIsRefused(String title) {
        assertThatThrownBy(() -> read("\"title\":\"" + title + "\""))
                .isInstanceOfSatisfying(
                        UnreadableRecordException.class,
                        refused -> assertThat(refused.fault()).isEqualTo(UnreadableRecordException.Fault.MAPPING))
                .hasMessage("title: %s. That name cannot be used.", title);
    }

    @Test
    void aDatasetWithoutTitleMakesNone() {
        assertThatThrownBy(() -> read("\"title\":\" \"")).hasMessageContaining("Expected the title of the dataset");
    }

    @Test
    void keywordsInOneTextAreSeparated() throws Exception {
        assertThat(dataset("\"keyword\":\"Roads; Health , water supply\"").tags())
                .containsExactly("roads", "health", "water-supply");
        assertThat(dataset("\"keyword\":null").tags()).isEmpty();
    }

    @Test
    void contactAndPublisherBecomeExtras() throws Exception {
        var extras = dataset("\"contactPoint\":{\"fn\":\"Ann Example\",\"hasEmail\":\"MAILTO:ann@x.example\"}", """
            "publisher":{"name":"Office C","subOrganizationOf":{"name":"Department B","subOrganizationOf":{"name":"State A"}}}\
            """)
                .extras();

        assertThat(extras)
                .containsEntry("maintainer", "Ann Example")
                .containsEntry("maintainer_email", "ann@x.example")
                .containsEntry("publisher", "Office C")
                .containsEntry("publisher_hierarchy", "State A > Department B > Office C");
        assertThat(dataset("\"publisher\":{\"name\":\"Alone\"}").extras())
                .containsEntry("publisher", "Alone")
                .doesNotContainKey("publisher_hierarchy");
        assertThat(dataset("\"publisher\":\"As text\"").extras()).containsEntry("publisher", "As text");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        https://creativecommons.org/publicdomain/zero/1.0/                            | cc-zero
        http://www.usa.gov/publicdomain/label/1.0/                                    | us-pd
        https://www.usa.gov/government-works                                          | us-pd
        Creative Commons Attribution                                                  | cc-by
        http://opendatacommons.org/licenses/odbl/1.0/                                 | odc-odbl
        http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/     | uk-ogl
        Other (Public Domain)                                                         | other-pd
        https://project-open-data.cio.gov/unknown-license                             | other-license-specified
        """)
    void aLicenceIsKnownByItsNamesAndAddresses(String written, String id) throws Exception {
        var dataset = dataset("\"license\":\"" + written + "\"");
        assertThat(dataset.licenseId()).isEqualTo(id);
        assertThat(dataset.extras()).containsEntry("license", written);
    }

    @Test
    void withoutLicenceItIsNotSpecified() throws Exception {
        assertThat(dataset().licenseId()).isEqualTo("notspecified");
        assertThat(dataset("\"license\":null").licenseId()).isEqualTo("notspecified");
    }

    @Test
    void distributionsAreAListOrASingleObject() throws Exception {
        var both = dataset("""
            "distribution":[{"title":"Table","description":"All rows","format":"csv","mediaType":"text/csv",
               "downloadURL":"https://x.example/a.csv","accessURL":"https://x.example/a","conformsTo":"https://x.example/spec",
               "describedBy":"https://x.example/dict","describedByType":"application/json"},
             {"mediaType":"application/pdf","accessURL":"https://x.example/b"},
             {"format":"Widget file","downloadURL":"https://x.example/c"}]\
            """).distributions();

        assertThat(both).hasSize(3);
        assertThat(both.getFirst())
                .isEqualTo(Distribution.at("https://x.example/a.csv")
                        .named("Table")
                        .described("All rows")
                        .inFormat("CSV")
                        .ofMediaType("text/csv")
                        .with(Map.of(
                                "accessURL", "https://x.example/a",
                                "conformsTo", "https://x.example/spec",
                                "describedBy", "https://x.example/dict",
                                "describedByType", "application/json")));
        assertThat(both.get(1).format()).isEqualTo("PDF");
        assertThat(both.get(2).format()).isEqualTo("Widget file");
        assertThat(dataset("\"distribution\":{\"accessURL\":\"https://x.example/one\"}")
                        .distributions())
                .extracting(Distribution::url)
                .containsExactly("https://x.example/one");
    }

    @Test
    void aDistributionThatLeadsNowhereIsLeftOutWithAWarning() throws Exception {
        var reading = read("\"distribution\":[{\"title\":\"x\"},{\"accessURL\":\"https://x.example/\"}]");
        assertThat(reading.dataset().distributions()).hasSize(1);
        assertThat(reading.warnings()).singleElement().asString().startsWith("distribution[0] was left out");
    }

    @Test
    void moreResourcesThanTheSourceAllowsAreRefused() throws Exception {
        var eleven = IntStream.range(0, 11)
                .mapToObj("{\"accessURL\":\"https://x.example/%d\"}"::formatted)
                .collect(Collectors.joining(",", "\"distribution\":[", "]"));
        assertThatThrownBy(() -> read(Place.ALONE, Map.of(), 10, eleven))
                .hasMessage("Too many resources. Maximum allowed is 10. Actual size is 11.");
        assertThat(read(Place.ALONE, Map.of(), 11, eleven).dataset().distributions())
                .hasSize(11);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "-83.5,42,-82,43"                                         | {"type": "Polygon", "coordinates": [[[-83.5, 42], [-82, 42], [-82, 43], [-83.5, 43], [-83.5, 42]]]}
        "4 , 5 , 4 , 5"                                           | {"type": "Point", "coordinates": [4, 5]}
        "170,-10,-170,10"                                         | {"type": "MultiPolygon", "coordinates": [[[[170, -10], [180, -10], [180, 10], [170, 10], [170, -10]]], [[[-180, -10], [-170, -10], [-170, 10], [-180, 10], [-180, -10]]]]}
        {"type":"Point","coordinates":[4.5,52],"crs":"x"}         | {"type": "Point", "coordinates": [4.5, 52]}
        "{\\"type\\": \\"Point\\", \\"coordinates\\": [4.5, 52]}" | {"type": "Point", "coordinates": [4.5, 52]}
        {"type":"envelope","coordinates":[[1,4],[3,2]]}           | {"type": "Polygon", "coordinates": [[[1, 2], [3, 2], [3, 4], [1, 4], [1, 2]]]}
        "Rhode  island"                                           | {"type": "Polygon", "coordinates": [[[-71.91, 41.09], [-71.08, 41.09], [-71.08, 42.02], [-71.91, 42.02], [-71.91, 41.09]]]}
        """)
    void whatCanBeTranslatedBecomesGeometry(String spatial, String geometry) throws Exception {
        var reading = read("\"spatial\":" + spatial);
        assertThat(Json.MAPPER
                        .readTree(reading.dataset().extras().get("spatial"))
                        .toString()
                        .replaceAll("\\.0(?=[,\\]])", ""))
                .isEqualTo(Json.MAPPER.readTree(geometry).toString());
        assertThat(reading.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "Somewhere near the coast"
        "1,2,3"
        "10,50,20,40"
        "-200,0,0,10"
        "NaN,0,1,1"
        {"type":"Point","coordinates":["4","5"]}
        {"type":"Polygon","coordinates":[[4,5]]}
        {"type":"GeometryCollection","geometries":[]}
        """)
    void whatCannotBeTranslatedStaysTextAndIsSaid(String spatial) throws Exception {
        var reading = read("\"spatial\":" + spatial);
        assertThat(reading.dataset().extras()).doesNotContainKey("spatial").containsKey("old-spatial");
        assertThat(reading.warnings()).singleElement().asString().startsWith("unable to spatially fix ");
    }

    @Test
    void spatialMayBeNullButNotTooLong() throws Exception {
        assertThat(dataset("\"spatial\":null").extras()).doesNotContainKeys("spatial", "old-spatial");
        assertThatThrownBy(() -> read("\"spatial\":\"" + "x".repeat(32_767) + "\""))
                .hasMessage("spatial: Maximum allowed size is 32766. Actual size is 32767.");
    }

    @Test
    void aPeriodHasABeginAndAnEnd() throws Exception {
        assertThat(dataset("\"temporal\":\"2007-02-01T00:00:00Z/2014-12-31\"").extras())
                .containsEntry("temporal", "2007-02-01T00:00:00Z/2014-12-31")
                .containsEntry("temporal-extent-begin", "2007-02-01T00:00:00Z")
                .containsEntry("temporal-extent-end", "2014-12-31");
        assertThat(dataset("\"temporal\":\"R/P1W\"").extras()).doesNotContainKey("temporal-extent-begin");
    }

    @Test
    void collectionsAndTheirMembersAreMarked() throws Exception {
        assertThat(read(Place.COLLECTION, Map.of(), null).dataset().extras())
                .containsEntry("collection_metadata", "true");
        assertThat(read(Place.MEMBER, Map.of(), null, "\"isPartOf\":\"c-1\"")
                        .dataset()
                        .extras())
                .containsEntry(Reading.COLLECTION, "c-1")
                .containsEntry("isPartOf", "c-1");
        assertThat(read(Place.ALONE, Map.of(), null, "\"isPartOf\":\"c-1\"")
                        .dataset()
                        .extras())
                .doesNotContainKey(Reading.COLLECTION);
        assertThatThrownBy(() -> read(Place.NESTED, Map.of(), null, "\"isPartOf\":\"c-1\""))
                .hasMessageStartingWith("Collection identifier a-1 cannot be isPartOf another collection.");
    }

    @Test
    void defaultsStandInForWhatIsMissing() throws Exception {
        var defaults = Map.<String, JsonNode>of(
                "license", Json.MAPPER.readTree("\"http://www.usa.gov/publicdomain/label/1.0/\""),
                "rights", Json.MAPPER.readTree("\"as is\""));
        var dataset = read(Place.ALONE, defaults, null, "\"license\":\"\"", "\"rights\":\"none\"")
                .dataset();
        assertThat(dataset.licenseId()).isEqualTo("us-pd");
        assertThat(dataset.extras()).containsEntry("rights", "none");
    }

    @Test
    void theSourcesDefaultTagsAndExtrasAreAdded() throws Exception {
        var options = new ReadingOptions(List.of("us"), Map.of("modified", "never", "origin", "test"), false, false);
        var dataset = DatasetReaders.standard()
                .read(entry("\"modified\":\"2026\"").getBytes(StandardCharsets.UTF_8), options)
                .dataset();
        assertThat(dataset.tags()).containsExactly("us");
        assertThat(dataset.extras()).containsEntry("modified", "2026").containsEntry("origin", "test");
    }

    @Test
    void datasetsOfTheNextVersionAreRefusedByItsName() {
        assertThatThrownBy(() -> DatasetReaders.standard()
                        .read(
                                "{\"@type\":\"Dataset\",\"title\":\"x\",\"contactPoint\":[]}"
                                        .getBytes(StandardCharsets.UTF_8),
                                ReadingOptions.PLAIN))
                .hasMessageContaining("DCAT-US 3.0 is not read yet");
    }
}
