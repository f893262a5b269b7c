package org.garner.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The recorded answers of real servers, which lie beside the repository and not in it; remembers which of them were used. */
final class SharedFixtures {
    /** Before the folder was looked for. */
    static final SharedFixtures NONE = new SharedFixtures(Path.of(""));

    private final Path root;
    private final Set<String> used = new TreeSet<>();

    private SharedFixtures(Path root) {
        this.root = root;
    }

    /** Finds the folder; a test without it is skipped and says so. */
    static SharedFixtures require() {
        var folder = Clone.root().resolveSibling("shared").resolve("fixtures");
        Assumptions.assumeTrue(Files.isDirectory(folder), () -> "Skipped: the shared fixtures are not at " + folder);
        return new SharedFixtures(folder);
    }

    byte[] bytes(String file) {
        try {
            used.add(file);
            return Files.readAllBytes(root.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a folder and below whose names end so, by their path in the folder. */
    List<String> files(String folder, String ending) {
        var top = root.resolve(folder);
        try (var all = Files.walk(top)) {
            return all.map(file -> top.relativize(file).toString())
                    .filter(name -> name.endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is expected of a file such as {@code waf/apache/folder.html}. */
    JsonNode expected(String file) {
        int format = file.indexOf('/');
        var name = file.substring(format + 1).replace("/", "__") + ".json";
        return JsonMapper.shared()
                .readTree(root.resolve(file.substring(0, format))
                        .resolve("expected")
                        .resolve(name)
                        .toFile());
    }

    /** How many different files were served or read. */
    int used() {
        return used.size();
    }
}
