package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The distribution: what each room can see, and the script that starts them. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DistributionTest {
    private static final Map<String, String> ROOMS = Map.of(
            "gather",
            "harvest-gather",
            "fetch",
            "harvest-fetch",
            "import",
            "harvest-import",
            "control",
            "harvest-control");

    private Path dist = Path.of("");

    @TempDir
    Path folder;

    @BeforeEach
    void find() {
        var built = Clone.distribution();
        assumeTrue(built.isPresent(), "The distribution is not built: run the verify phase of all modules");
        dist = built.orElseThrow();
    }

    @Test
    void eachRoomSeesItselfAndNoOtherRoom() {
        ROOMS.forEach((room, module) -> {
            var modules = jars(room).map(DistributionTest::moduleOf).toList();
            assertThat(modules).as("class path of " + room).contains(module);
            var others = Set.copyOf(ROOMS.values()).stream()
                    .filter(other -> !other.equals(module))
                    .toList();
            assertThat(modules).as("class path of " + room).doesNotContainAnyElementsOf(others);
            assertThat(modules).as("class path of " + room).doesNotContain("embedded", "source-simulator", "garner");
        });
    }

    @Test
    void theStandaloneServerSeesEveryRoom() {
        assertThat(jars("standalone").map(DistributionTest::moduleOf))
                .containsAll(ROOMS.values())
                .contains("embedded");
    }

    @Test
    void everyJarOnAClassPathIsThere() {
        Stream.concat(ROOMS.keySet().stream(), Stream.of("standalone", "tool"))
                .flatMap(this::jars)
                .distinct()
                .forEach(jar -> assertThat(dist.resolve(jar)).exists());
    }

    @Test
    void theScriptAnswersForItsVersionAndEveryVerbHasHelp() throws Exception {
        assertThat(garner(0, "--version")).startsWith("garner ");
        for (var verb : List.of(
                "harvest",
                "inspect",
                "up",
                "demo",
                "worker",
                "control",
                "prepare",
                "status",
                "source",
                "job",
                "record",
                "queue",
                "workers",
                "operation",
                "schedule",
                "token")) {
            assertThat(garner(0, verb, "--help")).contains("Usage: garner " + verb);
        }
    }

    @Test
    void theCommandOfCkanIsInIt() throws Exception {
        assertThat(dist.resolve("bin/ckan"))
                .isExecutable()
                .hasSameTextualContentAs(Clone.root().resolve("deploy/bin/ckan"));
        assertThat(run(0, dist.resolve("bin/ckan").toString(), "-c", "x.ini", "harvester", "--help"))
                .contains("purge-queues");
    }

    @Test
    void wrongUsageEndsWith64() throws Exception {
        garner(64, "no-such-verb");
        garner(64, "worker", "sweep");
        garner(64, "inspect");
    }

    @Test
    void aDistributionStartsFromAnyFolderAndThroughALink() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("garner"), dist.resolve("garner"));
        assertThat(run(0, link.toString(), "--version")).startsWith("garner ");
    }

    @Test
    void aJavaThatIsTooOldIsNamed() throws Exception {
        var old = Files.createDirectories(folder.resolve("jdk-17/bin"));
        var executable = Files.writeString(old.resolve("java"), "#!/bin/sh\n");
        assertThat(executable.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("jdk-17/release"), "JAVA_VERSION=\"17.0.9\"\n");
        // A copy of the script that knows no usual folders.
        var script =
                Files.readString(dist.resolve("garner")).replaceAll("(?s)candidates\\+=\\(/usr/lib/jvm.*?\\*\\)\n", "");
        var copy = Files.writeString(folder.resolve("garner"), script);
        Files.createDirectories(folder.resolve("rooms"));
        Files.createDirectories(folder.resolve("lib"));
        var process = new ProcessBuilder("bash", copy.toString(), "--version").redirectErrorStream(true);
        process.environment().put("JAVA_HOME", folder.resolve("jdk-17").toString());
        process.environment().put("PATH", "/nowhere:/usr/bin:/bin");
        var started = process.start();
        var said = new String(started.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (started.waitFor() == 0) {
            abort("The system's own java in /usr/bin is new enough: nothing is too old here");
        }
        assertThat(started.exitValue()).isEqualTo(69);
        assertThat(said).contains("needs a JDK of version 21").contains("JAVA_HOME=");
    }

    private String garner(int expected, String... arguments) throws IOException, InterruptedException {
        return run(
                expected,
                Stream.concat(Stream.of(dist.resolve("garner").toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private static String run(int expected, String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command)).isEqualTo(expected);
        return said;
    }

    private Stream<String> jars(String room) {
        try {
            return Stream.of(Files.readString(dist.resolve("rooms").resolve(room + ".args"))
                    .strip()
                    .split(":"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** {@code lib/harvest-core-0.1.0.jar} is the module {@code harvest-core}. */
    private static String moduleOf(String jar) {
        return jar.replaceAll(".*/|-[0-9].*", "");
    }
}
