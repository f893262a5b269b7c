package org.garner.catalog.format.iso;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.garner.catalog.Slug;
import org.garner.catalog.format.DatasetReaders;
import org.garner.catalog.format.MalformedXmlException;
import org.garner.catalog.format.Reading;
import org.garner.catalog.format.ReadingOptions;
import org.garner.catalog.format.SharedFixtures;
import org.garner.catalog.format.UnreadableRecordException;
import org.garner.catalog.format.Xml;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every value that a peer's tests state about an ISO 19139 record, in a file or inside a CSW answer or a WAF, is given by this reader; or it is in
 * {@code better-readings.json} with the clause of the standard that our reading follows; or it is in {@code owed.json} with the reason why it is not this
 * reader's to give (yet).
 */
class StatedByPeersTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What says where a statement comes from, and states nothing. */
    private static final Set<String> ABOUT = Set.of("test", "harvester", "note");

    private final List<Owed> owed = table("owed.json", new TypeReference<>() {});
    private final List<Better> better = table("better-readings.json", new TypeReference<>() {});
    private final Set<String> files = new TreeSet<>();
    private final List<String> wrong = new ArrayList<>();
    private int values;
    private int betterUsed;
    private int owedUsed;

    /**
     * @param file a pattern of fixture names
     * @param value a pattern of value names
     */
    record Owed(String file, String value, String reason) {
        boolean covers(String fixture, String name) {
            return Pattern.matches(file, fixture) && Pattern.matches(value, name);
        }
    }

    record Better(String file, String value, Object theirs, Object ours, String clause) {}

    @Test
    void everyValueThatPeersStateIsReadOrReadBetterOrOwed() throws Exception {
        var fixtures = SharedFixtures.orSkip();
        for (var expected : fixtures.expected("iso19139")) {
            checkRecord(fixtures, expected);
        }
        checkCsw(fixtures);
        checkWaf(fixtures);
        new PrintStream(System.out, true, StandardCharsets.UTF_8)
                .printf(
                        "fixtures checked: %d files, %d values, %d better readings, %d owed%n",
                        files.size(), values, betterUsed, owedUsed);
        assertThat(wrong).as("values that differ from what peers state").isEmpty();
        assertThat(files).as("fixture files").hasSizeGreaterThan(30);
        assertThat(betterUsed).as("every better reading is still needed").isEqualTo(better.size());
        assertThat(betterUsed * 20)
                .as("better readings, at most 5 % of the values")
                .isLessThanOrEqualTo(values);
    }

    private void checkRecord(SharedFixtures fixtures, SharedFixtures.Expected expected) throws Exception {
        files.add(expected.file());
        var statements = flat(expected.statements());
        try {
            var read = StatedValues.of(fixtures.bytes(expected.file()));
            statements.forEach((name, theirs) -> check(expected.file(), name, theirs, read));
        } catch (MalformedXmlException e) {
            statements.forEach((name, theirs) -> {
                if (name.equals("gather_errors")) {
                    compare(expected.file(), name, theirs, 1);
                } else {
                    owe(expected.file(), name);
                }
            });
        }
    }

    private void check(String file, String name, Object theirs, StatedValues read) {
        boolean isOwed = owed.stream().anyMatch(entry -> entry.covers(file, name));
        if (isOwed || !StatedValues.knows(name)) {
            owe(file, name);
        } else {
            compare(file, name, theirs, Objects.requireNonNullElse(read.value(name, theirs), "nothing"));
        }
    }

    private void checkCsw(SharedFixtures fixtures) throws Exception {
        var pages = new ArrayList<Reading>();
        for (var expected : fixtures.expected("csw")) {
            files.add(expected.file());
            var records = recordsIn(fixtures.bytes(expected.file()));
            var readings = readAll(expected.file(), records);
            var statements = flat(expected.statements());
            if (expected.file().contains("geonetwork-iso")) {
                pages.addAll(readings);
            } else if (records.size() == 1) {
                var read = StatedValues.of(records.getFirst());
                statements.forEach((name, theirs) -> check(expected.file(), name, theirs, read));
            } else {
                statements.keySet().forEach(name -> owe(expected.file(), name));
            }
        }
        compare("csw/geonetwork-iso", "three_pages_together.records", 6, pages.size());
    }

    private void checkWaf(SharedFixtures fixtures) throws Exception {
        checkFolder(
                fixtures,
                "waf/other/waf1",
                List.of(
                        "2016-cartographic-boundary-file-division-for-united-states-1-500000",
                        "coastwatch-regions-in-hdf-format"));
        checkFolder(
                fixtures,
                "waf/other/waf-gmi",
                List.of("2014-cartographic-boundary-file-new-england-city-and-town-area-for-united-states-1-500000"));
        var two = fixtures.files("waf/other/gemini-two-records", ".xml").stream()
                .map(file -> fixtures.bytes(fixtures.name(file)))
                .toList();
        compare(
                "waf/other/gemini-two-records",
                "packages",
                2,
                readAll("waf/other/gemini-two-records", two).size());
        for (var expected : fixtures.expected("waf")) {
            files.add(expected.file());
            flat(expected.statements()).keySet().stream()
                    .filter(name -> !name.equals("names") && !name.equals("packages"))
                    .forEach(name -> owe(expected.file(), name));
        }
    }

    private void checkFolder(SharedFixtures fixtures, String folder, List<String> names) throws Exception {
        var documents = new ArrayList<byte[]>();
        for (var file : fixtures.files(folder, ".xml")) {
            files.add(fixtures.name(file));
            documents.add(fixtures.bytes(fixtures.name(file)));
        }
        var readings = readAll(folder, documents);
        compare(
                folder,
                "names",
                names,
                readings.stream()
                        .map(reading -> Slug.of(reading.dataset().title()).value())
                        .sorted()
                        .toList());
        compare(
                folder,
                "longest_tag_at_most",
                true,
                readings.stream()
                        .flatMap(reading -> reading.dataset().tags().stream())
                        .allMatch(tag -> tag.length() <= 100));
    }

    private List<Reading> readAll(String file, List<byte[]> documents) {
        var readers = DatasetReaders.standard();
        var readings = new ArrayList<Reading>();
        for (var document : documents) {
            try {
                readings.add(readers.read(document, ReadingOptions.PLAIN));
            } catch (UnreadableRecordException e) {
                wrong.add("%s: expected a dataset, found: %s".formatted(file, e.getMessage()));
            }
        }
        return readings;
    }

    /** The ISO records inside a CSW answer, each as a document of its own. */
    private static List<byte[]> recordsIn(byte[] answer) throws MalformedXmlException {
        var records = new ArrayList<byte[]>();
        try (var in = Xml.read(answer)) {
            collect(in, records);
        }
        return records;
    }

    private static void collect(org.garner.catalog.format.XmlCursor in, List<byte[]> records)
            throws MalformedXmlException {
        for (int here = in.depth(); in.child(here); ) {
            if (new Iso19139Reader().recognises(in.namespace(), in.localName())) {
                records.add(in.element(50 << 20));
            } else {
                collect(in, records);
            }
        }
    }

    private void compare(String file, String name, Object theirs, Object ours) {
        values++;
        if (theirs.equals(ours)) {
            return;
        }
        if (better.stream()
                .anyMatch(entry -> entry.file().equals(file)
                        && entry.value().equals(name)
                        && entry.theirs().equals(theirs)
                        && entry.ours().equals(ours))) {
            betterUsed++;
            return;
        }
        wrong.add("%s, %s: stated %s, read %s".formatted(file, name, theirs, ours));
    }

    private void owe(String file, String name) {
        owedUsed++;
        if (owed.stream().noneMatch(entry -> entry.covers(file, name))) {
            wrong.add("%s, %s: neither read nor listed as owed".formatted(file, name));
        }
    }

    /** One map of all values, an inner object's values by "outer.inner". */
    private static Map<String, Object> flat(List<Map<String, Object>> statements) {
        var all = new LinkedHashMap<String, Object>();
        for (var statement : statements) {
            statement.forEach((name, value) -> {
                if (value instanceof Map<?, ?> inner) {
                    inner.forEach((innerName, innerValue) -> all.put(name + "." + innerName, innerValue));
                } else if (!ABOUT.contains(name)) {
                    all.put(name, value);
                }
            });
        }
        return all;
    }

    private static <T> List<T> table(String name, TypeReference<List<T>> type) {
        try (var in = Objects.requireNonNull(StatedByPeersTest.class.getResourceAsStream(name), name)) {
            var bytes = new ByteArrayOutputStream();
            in.transferTo(bytes);
            return JSON.readValue(bytes.toByteArray(), type);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
