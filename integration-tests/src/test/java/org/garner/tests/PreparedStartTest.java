package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * When the script uses what {@code garner prepare} made. The JVM is a script here that writes down how it was called, and makes the file that it was
 * asked for: what a real cache does to a real start is measured in benchmarks.
 */
class PreparedStartTest {
    @TempDir
    Path folder;

    @BeforeEach
    void aDistributionAndAJdk() throws IOException {
        Files.copy(Clone.root().resolve("garner"), folder.resolve("garner"));
        Files.createDirectories(folder.resolve("lib"));
        Files.writeString(folder.resolve("lib/some.jar"), "classes");
        Files.createDirectories(folder.resolve("rooms"));
        for (var room : new String[] {"standalone", "tool"}) {
            Files.writeString(folder.resolve("rooms").resolve(room + ".args"), "lib/some.jar\n");
        }
        jdk("25.0.1");
    }

    @Test
    void nothingIsUsedThatWasNotPrepared() throws Exception {
        assertThat(garner("up")).contains("org.garner.Garner up").doesNotContain("AOTCache", "SharedArchiveFile");
    }

    @Test
    void aPreparedCacheIsUsedByTheRoomThatItWasMadeFor() throws Exception {
        assertThat(garner("prepare")).contains("garner: prepared in");
        assertThat(garner("up")).contains("-XX:AOTCache=" + cache());
        assertThat(garner("inspect", "x")).doesNotContain("AOTCache");
    }

    @Test
    void before25ItIsAnArchiveOfClasses() throws Exception {
        jdk("21.0.8");
        garner("prepare");
        assertThat(garner("up")).contains("-XX:SharedArchiveFile=" + cache()).doesNotContain("AOTCache");
    }

    @Test
    void anotherJdkOrOtherJarsDoNotUseIt() throws Exception {
        garner("prepare");
        jdk("25.0.2");
        assertThat(garner("up")).doesNotContain("AOTCache");
        jdk("25.0.1");
        assertThat(garner("up")).contains("AOTCache");
        Files.writeString(folder.resolve("lib/some.jar"), "other classes");
        assertThat(garner("up")).doesNotContain("AOTCache");
    }

    @Test
    void aPreparationThatFailsSaysWhyAndLeavesNothing() throws Exception {
        java("echo 'Postgres did not start' >&2\nexit 2\n");
        assertThat(garner("prepare")).contains("Postgres did not start", "preparing failed (status 2)");
        assertThat(folder.resolve("prepared")).isEmptyDirectory();
    }

    private String cache() throws IOException {
        return folder.toRealPath().resolve("prepared/standalone.cache").toString();
    }

    private void jdk(String version) throws IOException {
        Files.createDirectories(folder.resolve("jdk/bin"));
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"" + version + "\"\n");
        java("""
            for word in "$@"; do
                case $word in -XX:AOTCacheOutput=* | -XX:ArchiveClassesAtExit=*) echo cache >"${word#*=}" ;; esac
            done
            echo "$@"
            """);
    }

    private void java(String script) throws IOException {
        var java = folder.resolve("jdk/bin/java");
        Files.writeString(java, "#!/bin/sh\n" + script);
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    /** What the script said, and how it called the JVM. */
    private String garner(String... arguments) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<String>();
        command.add("bash");
        command.add(folder.resolve("garner").toString());
        command.addAll(java.util.List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        var started = process.start();
        started.getOutputStream().close();
        var said = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        started.waitFor();
        return said;
    }
}
