package org.garner.harvesters.dcatus;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.garner.catalog.format.DatasetReaders;
import org.garner.catalog.format.Json;
import org.garner.catalog.format.Reading;
import org.garner.catalog.format.ReadingOptions;
import org.garner.catalog.format.UnreadableRecordException;
import org.garner.harvest.http.PoliteClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvesters.Fixtures;
import org.garner.harvesters.LocalSite;
import org.garner.harvesters.Walk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The data.json files of other projects, served on this machine and read as their tests state; what is not this reader's to give is in {@code owed.json}. */
class DcatUsFixturesTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What a statement says in passing, and nothing that could be checked. */
    private static final List<String> NO_VALUES = List.of("test", "note");

    private final PoliteClient client = Walk.client();
    private final DcatUsHarvester harvester = new DcatUsHarvester();

    @AfterEach
    void closeTheClient() {
        client.close();
    }

    /** What came of a file. */
    private record Read(List<String> problems, List<Reading> readings, List<String> errors) {
        Map<String, String> extras(int place) {
            return readings.get(place).dataset().extras();
        }

        List<String> titles() {
            return readings.stream().map(reading -> reading.dataset().title()).toList();
        }
    }

    private static final Map<String, BiConsumer<Read, JsonNode>> CHECKS = new LinkedHashMap<>();

    static {
        check("title", (read, value) -> assertThat(read.titles()).contains(value.asString()));
        check("titles", (read, value) -> assertThat(read.titles()).containsExactlyInAnyOrderElementsOf(texts(value)));
        for (var count : List.of("datasets", "records", "records_added")) {
            check(count, (read, value) -> assertThat(read.readings()).hasSize(value.asInt()));
        }
        check(
                "tags_include",
                (read, value) ->
                        assertThat(read.readings().getFirst().dataset().tags()).containsAll(texts(value)));
        check(
                "resources",
                (read, value) -> assertThat(read.readings().getFirst().dataset().distributions())
                        .hasSize(value.asInt()));
        check("stage", (read, value) -> {
            assertThat(value.asString()).isEqualTo("Import");
            assertThat(read.errors()).hasSize(1);
            assertThat(read.problems()).isEmpty();
        });
        check("error_equals", (read, value) -> assertThat(read.errors()).containsExactly(value.asString()));
        check(
                "external_records_left",
                (read, value) -> assertThat(read.readings()).hasSize(value.asInt()));
        check(
                "error_ends_with",
                (read, value) ->
                        assertThat(read.problems()).singleElement().asString().endsWith(value.asString()));
        check(
                "parents",
                (read, value) -> assertThat(read.readings())
                        .filteredOn(reading -> reading.dataset().extras().containsKey("collection_metadata"))
                        .hasSize(value.asInt()));
        check(
                "children",
                (read, value) -> assertThat(read.readings())
                        .filteredOn(reading -> reading.dataset().extras().containsKey(Reading.COLLECTION))
                        .hasSize(value.asInt()));
        check(
                "parent_title",
                (read, value) -> assertThat(read.readings())
                        .filteredOn(reading -> reading.dataset().extras().containsKey("collection_metadata"))
                        .extracting(reading -> reading.dataset().title())
                        .containsExactly(value.asString()));
        check(
                "parent_extra",
                (read, value) -> assertThat(read.readings())
                        .anySatisfy(reading -> value.properties()
                                .forEach(extra -> assertThat(reading.dataset().extras())
                                        .containsEntry(
                                                extra.getKey(), extra.getValue().asString()))));
        check(
                "child_extra",
                (read, value) -> assertThat(read.readings())
                        .filteredOn(reading -> reading.dataset().extras().containsKey(value.asString()))
                        .isNotEmpty());
        check(
                "old_spatial",
                (read, value) -> assertThat(read.extras(0)).containsEntry("old-spatial", value.asString()));
        // The same box; its ring begins in the south-west as the statement's does, and goes against the clock (RFC
        // 7946, 3.1.6).
        check(
                "spatial",
                (read, value) -> assertThat(
                                corners(requireNonNull(read.extras(0).get("spatial"))))
                        .isEqualTo(corners(value.asString())));
        check(
                "warnings",
                (read, value) ->
                        assertThat(read.readings().getFirst().warnings()).hasSize(value.asInt()));
        check(
                "warning_equals",
                (read, value) ->
                        assertThat(read.readings().getFirst().warnings()).containsExactly(value.asString()));
        check("record_status", (read, value) -> assertThat(read.errors()).isEmpty());
    }

    private static void check(String value, BiConsumer<Read, JsonNode> check) {
        CHECKS.put(value, check);
    }

    @Test
    void everyStatedValueIsReadAsStatedOrOwedWithAReason() throws Exception {
        var folder = Fixtures.folder("datajson");
        var owed = Owed.load();
        var files = Fixtures.files(folder, ".json").stream()
                .filter(file -> file.startsWith("pod-1.1/") || file.startsWith("dcat-us-1.1/"))
                .toList();
        int checked = 0;
        for (var file : files) {
            var read = read(folder, file);
            for (var statement : Fixtures.expected(folder, file).path("stated_by_tests")) {
                for (var value : values(statement).entrySet()) {
                    if (owed.has(file, value.getKey())) {
                        continue;
                    }
                    assertThat(CHECKS)
                            .as("how to check %s of %s", value.getKey(), file)
                            .containsKey(value.getKey());
                    requireNonNull(CHECKS.get(value.getKey())).accept(read, value.getValue());
                    checked++;
                }
            }
        }
        assertThat(owed.unused()).as("debts that are paid").isEmpty();
        assertThat(files).hasSizeGreaterThanOrEqualTo(17);
        System.out.printf("fixtures checked: data.json %d files, %d values%n", files.size(), checked);
    }

    @Test
    void cataloguesOfTheNextVersionAreRefusedByItsName() throws Exception {
        var folder = Fixtures.folder("datajson");
        var files = Fixtures.files(folder, ".json").stream()
                .filter(file -> file.startsWith("dcat-us-3.0/dcatus3_0"))
                .toList();
        assertThat(files).isNotEmpty();
        for (var file : files) {
            assertThat(read(folder, file).problems())
                    .as(file)
                    .singleElement()
                    .asString()
                    .contains("DCAT-US 3.0 is not read yet");
        }
    }

    /** A statement's values by name; those of an object of its own as {@code name.member}. */
    private static Map<String, JsonNode> values(JsonNode statement) {
        var values = new LinkedHashMap<String, JsonNode>();
        statement.properties().forEach(member -> {
            var value = member.getValue();
            if (NO_VALUES.contains(member.getKey())) {
                return;
            }
            if (value.isObject() && !member.getKey().equals("parent_extra")) {
                value.properties().forEach(inner -> {
                    if (!NO_VALUES.contains(inner.getKey())) {
                        values.put(member.getKey() + "." + inner.getKey(), inner.getValue());
                    }
                });
            } else {
                values.put(member.getKey(), value);
            }
        });
        return values;
    }

    private Read read(Path folder, String file) throws Exception {
        var bytes = Fixtures.bytes(folder, file);
        try (var site = new LocalSite(asked -> LocalSite.Reply.of(200, "application/json", bytes))) {
            var walk = Walk.through(harvester, Walk.source(harvester, site.at("/data.json"), "{}"), client);
            var readings = new ArrayList<Reading>();
            var errors = new ArrayList<String>();
            for (var record : walk.records()) {
                try {
                    readings.add(
                            DatasetReaders.standard().read(requireNonNull(record.document()), ReadingOptions.PLAIN));
                } catch (UnreadableRecordException e) {
                    errors.add(String.valueOf(e.getMessage()));
                }
            }
            return new Read(walk.problems(), readings, errors);
        } catch (SourceException e) {
            return new Read(List.of(String.valueOf(e.getMessage())), List.of(), List.of());
        }
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(one -> texts.add(one.asString()));
        return texts;
    }

    private static Set<String> corners(String polygon) {
        var corners = new TreeSet<String>();
        Json.MAPPER.readTree(polygon).at("/coordinates/0").forEach(corner -> corners.add(corner.toString()));
        return corners;
    }

    /** What is not this reader's to give, with the reason. */
    private record Owed(List<Debt> debts, List<Debt> used) {
        record Debt(String file, String value, String reason) {}

        static Owed load() {
            try (var in = requireNonNull(DcatUsFixturesTest.class.getResourceAsStream("owed.json"))) {
                return new Owed(JSON.readValue(in, new TypeReference<List<Debt>>() {}), new ArrayList<>());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean has(String file, String value) {
            var found = debts.stream()
                    .filter(debt -> file.matches(debt.file()) && value.matches(debt.value()))
                    .findFirst();
            found.ifPresent(used::add);
            return found.isPresent();
        }

        List<Debt> unused() {
            return debts.stream().filter(debt -> !used.contains(debt)).toList();
        }
    }
}
