package org.garner.catalog.format.ckan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.garner.catalog.ContentHash;
import org.garner.catalog.Dataset;
import org.garner.catalog.Group;
import org.garner.catalog.format.DatasetReaders;
import org.garner.catalog.format.Reading;
import org.garner.catalog.format.ReadingOptions;
import org.garner.catalog.format.UnreadableRecordException;
import org.junit.jupiter.api.Test;

class CkanDatasetReaderTest {
    private static final String WHOLE = """
        {"id": "5d4f9a06-6a1c-4a11-8d8e-7d2f0c1c0001", "name": "tide-gauges", "title": "Tide gauges", "notes": "Heights, hourly.",
         "url": "https://sea.example/gauges", "version": "3", "license_id": "uk-ogl", "license_title": "OGL", "isopen": true,
         "type": "dataset", "state": "active", "private": false, "metadata_modified": "2024-03-04T05:06:07.123456",
         "author": "Ann Tide", "author_email": "ann@sea.example", "maintainer": null, "maintainer_email": "",
         "revision_id": "1", "tracking_summary": {"total": 7, "recent": 1}, "num_tags": 2, "num_resources": 2,
         "owner_org": "0b0e5b4e-8d7c-4a57-9a59-3a1c3c1c0001",
         "organization": {"id": "0b0e5b4e-8d7c-4a57-9a59-3a1c3c1c0001", "name": "sea-board", "title": "Sea Board", "description": "Keeps watch",
                          "image_url": "logo.png", "image_display_url": "https://sea.example/logo.png"},
         "groups": [{"id": "g1", "name": "water", "display_name": "Water"}],
         "tags": [{"name": "tide", "state": "active"}, {"name": "sea level"}],
         "theme-primary": "Environment", "frequency": "hourly", "languages": ["en", "cy"], "points": 44,
         "extras": [{"key": "spatial", "value": "{\\"type\\": \\"Point\\"}"}, {"key": "harvest_object_id", "value": "o1"},
                    {"key": "guid", "value": "first-guid"}, {"key": "frequency", "value": "daily"}],
         "resources": [
           {"id": "0b0e5b4e-8d7c-4a57-9a59-3a1c3c1c0002", "url": "https://sea.example/g.csv", "name": "All", "format": "csv", "mimetype": "text/csv",
            "size": 12, "hash": "", "last_modified": "2024-03-04", "url_type": "upload", "revision_id": "2", "position": 0, "datastore_active": true},
           {"url": "https://sea.example/g.zip", "description": "Packed", "schema": {"a": null}}]}
        """;

    @Test
    void aDatasetHasWhatThePackageSays() throws Exception {
        var reading = read(WHOLE);
        var dataset = reading.dataset();

        assertThat(reading.guid()).isEqualTo("5d4f9a06-6a1c-4a11-8d8e-7d2f0c1c0001");
        assertThat(reading.modified()).isEqualTo("2024-03-04T05:06:07.123456");
        assertThat(dataset.title()).isEqualTo("Tide gauges");
        assertThat(dataset.notes()).isEqualTo("Heights, hourly.");
        assertThat(dataset.url()).isEqualTo("https://sea.example/gauges");
        assertThat(dataset.version()).isEqualTo("3");
        assertThat(dataset.licenseId()).isEqualTo("uk-ogl");
        assertThat(dataset.tags()).containsExactly("tide", "sea level");
        assertThat(dataset.origin().name()).isEqualTo("tide-gauges");
        assertThat(dataset.origin().organisation())
                .isEqualTo(new Group(
                        "0b0e5b4e-8d7c-4a57-9a59-3a1c3c1c0001",
                        "sea-board",
                        "Sea Board",
                        "Keeps watch",
                        "https://sea.example/logo.png"));
        assertThat(dataset.origin().groups()).containsExactly(new Group("g1", "water", "Water", "", ""));
    }

    @Test
    void membersThatExtensionsAddBecomeExtrasAndTheExtrasProperWin() throws Exception {
        assertThat(read(WHOLE).dataset().extras())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "theme-primary", "Environment",
                        "frequency", "daily",
                        "languages", "[\"en\", \"cy\"]",
                        "points", "44",
                        "spatial", "{\"type\": \"Point\"}",
                        "guid", "first-guid"));
    }

    @Test
    void aResourceKeepsItsIdAndItsFactsButNotTheOtherCataloguesBookkeeping() throws Exception {
        var resources = read(WHOLE).dataset().distributions();

        assertThat(resources).hasSize(2);
        var all = resources.getFirst();
        assertThat(all.id()).isEqualTo("0b0e5b4e-8d7c-4a57-9a59-3a1c3c1c0002");
        assertThat(all.format()).isEqualTo("CSV");
        assertThat(all.mediaType()).isEqualTo("text/csv");
        assertThat(all.extras()).isEqualTo(Map.of("size", "12", "last_modified", "2024-03-04"));
        var packed = resources.getLast();
        assertThat(packed.format()).as("guessed from the address").isEqualTo("ZIP");
        assertThat(packed.description()).isEqualTo("Packed");
        assertThat(packed.extras()).isEqualTo(Map.of("schema", "{\"a\": null}"));
    }

    @Test
    void whatTheOtherCatalogueCountsDoesNotMakeADatasetLookChanged() throws Exception {
        var later = WHOLE.replace("\"total\": 7", "\"total\": 8")
                .replace("\"revision_id\": \"1\"", "\"revision_id\": \"9\"")
                .replace("05:06:07.123456", "09:09:09")
                .replace("\"value\": \"o1\"", "\"value\": \"o2\"")
                .replace("3a1c3c1c0002", "3a1c3c1c0099");

        assertThat(ContentHash.of(read(later).dataset()))
                .isEqualTo(ContentHash.of(read(WHOLE).dataset()));
    }

    @Test
    void anotherOwnerMakesADatasetLookChanged() throws Exception {
        assertThat(ContentHash.of(read(WHOLE.replace("sea-board", "lake-board")).dataset()))
                .isNotEqualTo(ContentHash.of(read(WHOLE).dataset()));
        assertThat(ContentHash.of(read(WHOLE.replace("\"water\"", "\"ice\"")).dataset()))
                .isNotEqualTo(ContentHash.of(read(WHOLE).dataset()));
    }

    @Test
    void extrasMayBeAnObjectWithValuesOfEveryKind() throws Exception {
        var reading = read("""
            {"name": "a1", "title": "A", "extras": {"text": "t", "number": 1.5, "list": [1, "x"], "none": null, "flag": true, "empty": ""}}
            """);

        assertThat(reading.dataset().extras())
                .isEqualTo(Map.of("text", "t", "number", "1.5", "list", "[1, \"x\"]", "flag", "true", "empty", ""));
    }

    @Test
    void tagsAndGroupsMayBePlainTexts() throws Exception {
        var dataset = read("""
            {"name": "a1", "title": "A", "tags": ["one", {"name": "two"}, {"name": "gone", "state": "deleted"}], "groups": ["g"]}
            """).dataset();

        assertThat(dataset.tags()).containsExactly("one", "two");
        assertThat(dataset.origin().groups()).containsExactly(Group.named("g"));
    }

    @Test
    void anOrganisationThatOnlyItsIdNamesIsNotDescribed() throws Exception {
        var dataset = read("{\"name\": \"a1\", \"title\": \"A\", \"owner_org\": \"o-1\"}")
                .dataset();

        assertThat(Objects.requireNonNull(dataset.origin().organisation()).id()).isEqualTo("o-1");
        assertThat(Objects.requireNonNull(dataset.origin().organisation()).isDescribed())
                .isFalse();
    }

    @Test
    void aPortalOfSeveralLanguagesIsReadInEnglishAndKeepsTheOthers() throws Exception {
        var dataset = read("""
            {"name": "a1", "title": {"de": "Seen", "en": "Lakes"}, "notes": {"de": "Alle", "en": ""}, "resources": []}
            """).dataset();

        assertThat(dataset.title()).isEqualTo("Lakes");
        assertThat(dataset.notes()).isEqualTo("Alle");
        assertThat(dataset.extras()).containsEntry("title_translated", "{\"de\": \"Seen\", \"en\": \"Lakes\"}");
    }

    @Test
    void anUnknownLicenceKeepsWhatIsSaidOfItAndAMissingIdIsFoundByItsAddress() throws Exception {
        var unknown = read("""
            {"name": "a1", "title": "A", "tags": [], "license_id": "lake-1", "license_title": "Lake licence", "license_url": "https://l.example/1"}
            """).dataset();
        var found = read("""
            {"name": "a1", "title": "A", "tags": [], "license_id": null,
             "license_url": "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"}
            """).dataset();

        assertThat(unknown.licenseId()).isEqualTo("lake-1");
        assertThat(unknown.extras())
                .isEqualTo(Map.of("license_title", "Lake licence", "license_url", "https://l.example/1"));
        assertThat(found.licenseId()).isEqualTo("uk-ogl");
    }

    @Test
    void theNameStandsInForATitle() throws Exception {
        var reading = read("{\"name\": \"a1\", \"title\": \"\", \"tags\": []}");

        assertThat(reading.dataset().title()).isEqualTo("a1");
        assertThat(reading.warnings()).singleElement().asString().contains("no title");
    }

    @Test
    void theSourcesDefaultsAreAdded() throws Exception {
        var options = new ReadingOptions(List.of("geo"), Map.of("frequency", "never", "encoding", "utf8"), false, true);
        var dataset = read(WHOLE, options);

        assertThat(dataset.tags()).containsExactly("tide", "sea-level", "geo");
        assertThat(dataset.extras()).containsEntry("frequency", "daily").containsEntry("encoding", "utf8");
    }

    @Test
    void aRecordOfADataJsonIsNoPackage() throws Exception {
        var reading =
                read("{\"title\": \"A\", \"accessLevel\": \"public\", \"identifier\": \"1\", \"name\": \"n\", \"tags\":"
                        + " []}");
        assertThat(reading.format()).isEqualTo("dcatus");
    }

    private static Reading read(String json) throws UnreadableRecordException {
        return DatasetReaders.standard().read(json.getBytes(StandardCharsets.UTF_8), ReadingOptions.PLAIN);
    }

    private static Dataset read(String json, ReadingOptions options) throws UnreadableRecordException {
        return DatasetReaders.standard()
                .read(json.getBytes(StandardCharsets.UTF_8), options)
                .dataset();
    }
}
