package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What the compiler does not see: the files themselves. */
class SourceTreeTest {
    private static final int SPLIT_FROM = 400;

    @Test
    void noJavaFileIsLongerThan400Lines() throws IOException {
        var tooLong = new TreeMap<String, Long>();
        for (var file : javaFiles()) {
            try (var lines = Files.lines(file)) {
                var count = lines.count();
                if (count > SPLIT_FROM) {
                    tooLong.put(Clone.root().relativize(file).toString(), count);
                }
            }
        }
        assertThat(tooLong).as("Java files to split").isEmpty();
    }

    @Test
    void everyPackageSaysThatItIsNullMarked() throws IOException {
        assertThat(javaFiles())
                .filteredOn(file -> file.toString().contains("/src/main/java/"))
                .extracting(Path::getParent)
                .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                        .content()
                        .contains("@NullMarked"));
    }

    @Test
    void noTestIsBuiltOnMocksAndNoClassOnLombok() throws IOException {
        assertThat(offenders(text -> text.contains("import " + "org.mockito") || text.contains("import " + "lombok")))
                .isEmpty();
    }

    @Test
    void nothingIsLeftForLater() throws IOException {
        assertThat(offenders(text -> text.contains("TO" + "DO") || text.contains("FIX" + "ME")))
                .isEmpty();
    }

    private static List<Path> offenders(Predicate<String> offends) throws IOException {
        return javaFiles().stream()
                .filter(file -> offends.test(read(file)))
                .map(file -> Clone.root().relativize(file))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Path> javaFiles() throws IOException {
        try (var files = Files.walk(Clone.root())) {
            var java = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/"))
                    .toList();
            assertThat(java).as("Java files of the project").hasSizeGreaterThan(50);
            return java;
        }
    }
}
