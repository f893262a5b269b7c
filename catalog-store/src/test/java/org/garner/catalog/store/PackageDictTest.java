package org.garner.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.garner.catalog.store.StoreDatabase.harvested;

import java.util.Map;
import java.util.stream.Collectors;
import org.garner.catalog.Dataset;
import org.garner.catalog.Distribution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PackageDictTest {

    private final StoreDatabase db = new StoreDatabase();

    @AfterEach
    void drop() {
        db.close();
    }

    @Test
    void everyKeyThatClientsExpectIsThere() {
        var dict = stored(Dataset.titled("Roads").build());

        assertThat(dict.propertyNames())
                .contains(
                        "id",
                        "name",
                        "title",
                        "notes",
                        "url",
                        "version",
                        "license_id",
                        "license_title",
                        "isopen",
                        "type",
                        "state",
                        "private")
                .contains(
                        "owner_org",
                        "creator_user_id",
                        "metadata_created",
                        "metadata_modified",
                        "num_resources",
                        "num_tags",
                        "resources",
                        "tags")
                .contains(
                        "groups",
                        "extras",
                        "organization",
                        "relationships_as_subject",
                        "relationships_as_object",
                        "harvest");
        assertThat(dict.get("metadata_created").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
        assertThat(dict.get("organization").isNull()).isTrue();
        assertThat(dict.get("isopen").asBoolean()).isFalse();
    }

    @Test
    void someExtrasStandAtTheTopAndPeopleAreLeftOut() {
        var dict = stored(Dataset.titled("Roads")
                .licenseId("uk-ogl")
                .extra("contact-email", "desk@council.example")
                .extra("theme-primary", "mapping")
                .extra("maintainer_email", "jane@council.example")
                .extra("bbox-east-long", "1.5")
                .build());

        assertThat(dict.get("contact-email").asString()).isEqualTo("desk@council.example");
        assertThat(dict.get("theme-primary").asString()).isEqualTo("mapping");
        assertThat(pairs(dict.get("extras")))
                .containsEntry("bbox-east-long", "1.5")
                .doesNotContainKeys("contact-email", "theme-primary");
        assertThat(dict.toString()).doesNotContain("jane@council.example");
        assertThat(dict.get("isopen").asBoolean()).isTrue();
        assertThat(dict.get("license_url").asString())
                .isEqualTo("http://reference.data.gov.uk/id/open-government-licence");
    }

    @Test
    void theHarvestIsToldAmongTheExtrasAndAsAListOfItsOwn() {
        var input = harvested("record-7", Dataset.titled("Roads").build());
        var dict = JsonMapper.shared()
                .readTree(
                        db.catalogue.show(db.putOne(input).name()).orElseThrow().dict());

        var harvest = Map.of(
                "harvest_object_id", input.objectId().toString(),
                "harvest_source_id", input.source().id().toString(),
                "harvest_source_title", "Coast Watch");
        assertThat(pairs(dict.get("harvest"))).isEqualTo(harvest);
        assertThat(pairs(dict.get("extras"))).containsAllEntriesOf(harvest).containsEntry("guid", "record-7");
    }

    @Test
    void aGuidThatTheRecordStatesIsKept() {
        assertThat(pairs(stored(Dataset.titled("Roads").extra("guid", "own").build())
                        .get("extras")))
                .containsEntry("guid", "own");
    }

    @Test
    void aResourceShowsItsOwnFactsButCannotPretendToBeAnother() {
        var dict = stored(Dataset.titled("Roads")
                .tag("transport")
                .distribution(Distribution.at("https://data.example/roads.csv")
                        .inFormat("CSV")
                        .with(Map.of(
                                "size",
                                "1024",
                                "resource_locator_protocol",
                                "WWW:DOWNLOAD",
                                "id",
                                "x",
                                "state",
                                "deleted")))
                .build());

        var resource = dict.at("/resources/0");
        assertThat(resource.get("package_id")).isEqualTo(dict.get("id"));
        assertThat(resource.get("id").asString()).hasSize(36);
        assertThat(resource.get("state").asString()).isEqualTo("active");
        assertThat(resource.get("size").asInt()).isEqualTo(1024);
        assertThat(resource.get("resource_locator_protocol").asString()).isEqualTo("WWW:DOWNLOAD");
        assertThat(resource.get("name").isNull()).isTrue();
        assertThat(dict.get("num_resources").asInt()).isEqualTo(1);
        assertThat(dict.at("/tags/0/display_name").asString()).isEqualTo("transport");
    }

    private JsonNode stored(Dataset dataset) {
        return JsonMapper.shared()
                .readTree(db.catalogue
                        .show(db.putOne(harvested("g1", dataset)).name())
                        .orElseThrow()
                        .dict());
    }

    private static Map<String, String> pairs(JsonNode list) {
        return list.valueStream()
                .collect(Collectors.toMap(
                        pair -> pair.get("key").asString(),
                        pair -> pair.get("value").asString()));
    }
}
