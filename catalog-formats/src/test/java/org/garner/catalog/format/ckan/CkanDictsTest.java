package org.garner.catalog.format.ckan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.garner.catalog.format.Json;
import org.garner.catalog.format.ReadingOptions;
import org.garner.catalog.format.SharedFixtures;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Dicts of several portals and extensions: nothing of them is lost. */
class CkanDictsTest {
    @Test
    void everyDictIsReadWithAllThatItSays() throws Exception {
        var fixtures = SharedFixtures.orSkip();
        var files = new ArrayList<>(fixtures.files("ckan-api/dataset-dicts", ".json"));
        files.addAll(fixtures.files("ckan/peers", "ckan_doc.json"));
        files.addAll(fixtures.files("ckan/peers/magda", "ckan-server-dataset-sample-response.json"));
        files.addAll(fixtures.files("ckan/peers/magda", "ckan-server-dataset-sample-response-with-extras.json"));
        for (var file : files) {
            var json = Json.MAPPER.readTree(fixtures.bytes(fixtures.name(file)));
            for (var dict : json.isArray() ? json : List.of(json.has("result") ? json.path("result") : json)) {
                check(dict, fixtures.name(file));
            }
        }
        new PrintStream(System.out, true, StandardCharsets.UTF_8)
                .printf("fixtures checked: ckan dicts %d files%n", files.size());
        assertThat(files).hasSizeGreaterThanOrEqualTo(8);
    }

    private static void check(JsonNode dict, String name) throws Exception {
        var dataset = new CkanDatasetReader().read(dict, ReadingOptions.PLAIN).dataset();

        assertThat(dataset.title()).as(name).isEqualTo(dict.path("title").asString());
        assertThat(dataset.tags())
                .as(name)
                .isEqualTo(dict.path("tags").values().stream()
                        .map(tag -> tag.path("name").asString())
                        .toList());
        assertThat(dataset.distributions())
                .as(name)
                .extracting(distribution -> distribution.url())
                .isEqualTo(dict.path("resources").values().stream()
                        .map(resource -> resource.path("url").asString(""))
                        .toList());
        dict.path("extras")
                .forEach(extra -> assertThat(dataset.extras())
                        .as(name)
                        .containsEntry(
                                extra.path("key").asString(),
                                extra.path("value").asString()));
        for (var member :
                new String[] {"theme", "contact", "title_translated", "update_cycle", "issued", "frequency"}) {
            if (dict.has(member)) {
                assertThat(dataset.extras()).as("%s of %s", member, name).containsKey(member);
            }
        }
    }
}
