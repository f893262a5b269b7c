package org.garner.harvesters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The recorded replies of real servers, which lie beside the repository and not in it; tests that need them say so and skip where they are absent. */
public final class Fixtures {
    private Fixtures() {}

    public static Path folder(String format) {
        var here = Path.of("").toAbsolutePath();
        while (here != null && !Files.isDirectory(here.resolve("build-tools"))) {
            here = here.getParent();
        }
        var found = here == null
                ? Path.of("none")
                : here.resolveSibling("shared/fixtures").resolve(format);
        Assumptions.assumeTrue(Files.isDirectory(found), "No fixtures beside the repository: " + found);
        return found;
    }

    public static byte[] bytes(Path folder, String file) {
        try {
            return Files.readAllBytes(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is expected of a file. */
    public static JsonNode expected(Path folder, String file) {
        var name = file.replace("/", "__") + ".json";
        return JsonMapper.shared()
                .readTree(folder.resolve("expected").resolve(name).toFile());
    }

    /** The files whose name ends so, by their path in the folder. */
    public static List<String> files(Path folder, String ending) {
        try (var all = Files.walk(folder)) {
            return all.map(file -> folder.relativize(file).toString())
                    .filter(name -> name.endsWith(ending) && !name.startsWith("expected"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
