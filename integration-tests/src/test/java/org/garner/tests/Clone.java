package org.garner.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folders of the clone that the tests run in. */
final class Clone {
    private Clone() {}

    /** The folder of the root pom.xml, found upwards from the working directory. */
    static Path root() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("build-tools")) && Files.isRegularFile(folder.resolve("garner"))) {
                return folder;
            }
        }
        throw new IllegalStateException("Expected to run inside a clone of the project, but was in "
                + Path.of("").toAbsolutePath());
    }

    /** The distribution, once the command's module is packaged. */
    static Optional<Path> distribution() {
        return Optional.of(root().resolve("command/target/dist")).filter(dist -> Files.exists(dist.resolve(".built")));
    }
}
