package org.garner.catalog.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.json.JsonMapper;

/**
 * The records and answers that other projects' tests use. They lie in {@code shared/fixtures} beside the repository, are no part of it, and are read where
 * they are; tests that need them are skipped where they are absent.
 */
public final class SharedFixtures {
    private final Path root;

    private SharedFixtures(Path root) {
        this.root = root;
    }

    /** The fixtures; skips the calling test, with the reason, when they are absent. */
    public static SharedFixtures orSkip() {
        var repository = Path.of("").toAbsolutePath();
        while (repository != null && !Files.isDirectory(repository.resolve("build-tools"))) {
            repository = repository.getParent();
        }
        var fixtures = repository == null
                ? Path.of("shared", "fixtures")
                : repository.resolveSibling("shared").resolve("fixtures");
        Assumptions.assumeTrue(
                Files.isDirectory(fixtures), () -> "Skipped: the shared fixtures are not at " + fixtures);
        return new SharedFixtures(fixtures);
    }

    /** All files below a folder that end so, without the answers that are expected; in the order of their names. */
    public List<Path> files(String folder, String ending) {
        try (Stream<Path> walk = Files.walk(root.resolve(folder))) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !root.relativize(file).toString().contains("expected/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path of a fixture as the expected files give it, such as {@code iso19139/iso/dataset.xml}. */
    public String name(Path file) {
        return root.relativize(file).toString();
    }

    public byte[] bytes(String name) {
        try {
            return Files.readAllBytes(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is expected of a format folder's files, in the order of their names. */
    public List<Expected> expected(String format) {
        try (Stream<Path> files = Files.list(root.resolve(format).resolve("expected"))) {
            return files.sorted().map(this::expected).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private Expected expected(Path file) {
        Map<String, Object> all = JsonMapper.shared().readValue(file.toFile(), Map.class);
        return new Expected(
                String.valueOf(all.get("file")),
                (List<Map<String, Object>>) all.getOrDefault("stated_by_tests", List.of()),
                (Map<String, Object>) all.getOrDefault("read_by_reference", Map.of()));
    }

    /**
     * @param file the fixture's name
     * @param statements what tests of the source project assert, one map for each test
     * @param reference what the source project's reader makes of the file
     */
    public record Expected(String file, List<Map<String, Object>> statements, Map<String, Object> reference) {}
}
