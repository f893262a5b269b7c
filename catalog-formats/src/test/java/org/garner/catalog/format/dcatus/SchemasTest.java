package org.garner.catalog.format.dcatus;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.garner.catalog.format.SharedFixtures;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schemas of Project Open Data 1.1, which the validation of records will use. */
class SchemasTest {
    private static final JsonNode ALL = schema("non-federal");
    private static final JsonNode FEDERAL = schema("federal");

    private static JsonNode schema(String name) {
        try (var in = requireNonNull(DcatUsReader.class.getResourceAsStream(name + ".schema.json"))) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(ALL.findValuesAsString("$ref"))
                .isNotEmpty()
                .allSatisfy(ref ->
                        assertThat(ALL.at(ref.substring(1)).isObject()).as(ref).isTrue());
        assertThat(FEDERAL.path("$ref")).isEqualTo(ALL.path("$id"));
    }

    @Test
    void thePatternsOfDatesTellThemApart() {
        assertThat(List.of(
                        "2024", "2024-02", "2024-02-29", "20240229", "2024-W09-4", "2024-060", "2024-02-29T10:00:00Z"))
                .allMatch(pattern("date"));
        assertThat(List.of("2019-06-27 12:41:27", "2016-11-07T16:38:29.000Z", "2024-02-29T10:00+01:00"))
                .allMatch(pattern("date"));
        assertThat(List.of("", "yesterday", "2024-13", "2024-02-32", "24-02-29", "2024-02-29T25:00"))
                .noneMatch(pattern("date"));
        assertThat(List.of("R/P1W", "P1Y", "R5/PT1H", "R/P1Y6M")).allMatch(pattern("duration"));
        assertThat(List.of("2007-01-01/2014-12-31", "2007/P1Y", "P1M/2014")).allMatch(pattern("period"));
        assertThat(List.of("2007", "/2014", "P1Y/P2Y")).noneMatch(pattern("period"));
        assertThat(List.of("[[REDACTED-EX B6]]")).allMatch(pattern("redacted"));
    }

    private static java.util.function.Predicate<String> pattern(String definition) {
        return Pattern.compile(ALL.at("/$defs/" + definition + "/pattern").asString())
                .asPredicate();
    }

    @Test
    void whatPeersCallValidHasWhatIsRequired() {
        var fixtures = SharedFixtures.orSkip();
        int datasets = 0;
        for (var file : List.of("dcat-us-1.1/dcatus.json", "pod-1.1/arm.data.json", "pod-1.1/cfpb_sample5.json")) {
            for (var dataset : datasets(fixtures, file)) {
                assertThat(dataset.propertyNames())
                        .as(file)
                        .containsAll(required(ALL))
                        .containsAll(required(FEDERAL));
                datasets++;
            }
        }
        for (var file : List.of("dcat-us-1.1/dcatus_single_record_non-federal.json", "pod-1.1/ny.data.json")) {
            for (var dataset : datasets(fixtures, file)) {
                assertThat(dataset.propertyNames())
                        .as(file)
                        .containsAll(required(ALL))
                        .doesNotContain("bureauCode");
                datasets++;
            }
        }
        assertThat(datasets).isEqualTo(14);
    }

    private static List<JsonNode> datasets(SharedFixtures fixtures, String file) {
        var datasets = new ArrayList<JsonNode>();
        JsonMapper.shared()
                .readTree(fixtures.bytes("datajson/" + file))
                .path("dataset")
                .forEach(datasets::add);
        return datasets;
    }

    private static List<String> required(JsonNode schema) {
        var required = new ArrayList<String>();
        schema.path("required").forEach(name -> required.add(name.asString()));
        return required;
    }
}
