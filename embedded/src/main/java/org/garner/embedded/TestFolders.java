package org.garner.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the servers of tests keep their data: below {@code target} of the module under test. */
final class TestFolders {
    private TestFolders() {}

    static Path target() throws IOException {
        return Files.createDirectories(Path.of("target").toAbsolutePath().resolve("embedded"));
    }

    /** The uppermost folder with a pom above the working directory, or the working directory itself. */
    static Path buildRoot() {
        var root = Path.of("").toAbsolutePath();
        for (var each = root; each != null && Files.exists(each.resolve("pom.xml")); each = each.getParent()) {
            root = each;
        }
        return root;
    }

    static void deleteQuietly(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            // It lies below target: the next clean takes it.
        }
    }
}
