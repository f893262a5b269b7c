package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.garner.harvesters.Harvesters;
import org.junit.jupiter.api.Test;

/** {@code docs/FAULTS.md} names a test for every fault of a source type that there is, and every test that it names is there. */
class FaultsTableTest {
    private static final int FAULTS = 44;
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|([^|]+)\\|([^|]+)\\|([^|]+)\\|$");
    private static final Pattern TEST = Pattern.compile("\\[(\\w+)#(\\w+)]\\(([^)]+)\\)");
    private static final Pattern OWED = Pattern.compile("owed to `(\\w+)`");

    /**
     * A line of the table.
     *
     * @param outcome what Garner does
     * @param shown the tests, or the source types that the fault waits for
     */
    private record Fault(int number, String name, String outcome, String shown) {
        List<String> owedTo() {
            return OWED.matcher(shown).results().map(type -> type.group(1)).toList();
        }

        /** The tests that it names, as paths of their files with a method. */
        List<Map.Entry<Path, String>> tests() {
            return TEST.matcher(shown)
                    .results()
                    .map(test -> {
                        var file = folder().resolve(test.group(3)).normalize();
                        assertThat(file.getFileName()).hasToString(test.group(1) + ".java");
                        return Map.entry(file, test.group(2));
                    })
                    .toList();
        }
    }

    @Test
    void everyFaultHasOneRow() throws IOException {
        assertThat(table())
                .extracting(Fault::number)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, FAULTS).boxed().toList());
        assertThat(table()).allSatisfy(fault -> {
            assertThat(fault.name()).isNotBlank();
            assertThat(fault.outcome()).isNotBlank();
        });
    }

    @Test
    void everyFaultIsShownByATestOrOwedToATypeThatThereIsNot() throws IOException {
        var types = Harvesters.onClassPath().all().stream()
                .map(harvester -> harvester.type().value())
                .toList();
        assertThat(table()).allSatisfy(fault -> {
            assertThat(fault.owedTo()).doesNotContainAnyElementsOf(types);
            assertThat(fault.tests().isEmpty())
                    .as("fault %d has neither a test nor a type that it waits for", fault.number())
                    .isEqualTo(!fault.owedTo().isEmpty());
        });
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        var read = new HashMap<Path, String>();
        var missing = new ArrayList<String>();
        for (var fault : table()) {
            for (var test : fault.tests()) {
                if (!Files.exists(test.getKey())) {
                    missing.add("%d: no file %s".formatted(fault.number(), test.getKey()));
                    continue;
                }
                if (!read.containsKey(test.getKey())) {
                    read.put(test.getKey(), Files.readString(test.getKey()));
                }
                var declared = Pattern.compile(
                        "@(Test|ParameterizedTest|RepeatedTest|Property)\\b[^{};]*(\\{[^}]*}[^{};]*)?\\bvoid "
                                + test.getValue() + "\\(");
                if (!declared.matcher(read.getOrDefault(test.getKey(), "")).find()) {
                    missing.add("%d: no test %s in %s".formatted(fault.number(), test.getValue(), test.getKey()));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyLinkOfATestIsReadAsOne() throws IOException {
        // What the pattern passes over would never be checked.
        assertThat(table())
                .allSatisfy(fault -> assertThat(fault.shown().split("\\.java\\)", -1))
                        .as("links of fault %d", fault.number())
                        .hasSize(fault.tests().size() + 1));
    }

    private static List<Fault> table() throws IOException {
        return ROW.matcher(Files.readString(folder().resolve("FAULTS.md")))
                .results()
                .map(row -> new Fault(Integer.parseInt(row.group(1)), row.group(2), row.group(3), row.group(4)))
                .toList();
    }

    private static Path folder() {
        return Clone.root().resolve("docs");
    }
}
