package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The command {@code ckan} of a distribution, run by bash as an operator's shell, crontab or supervisor runs it. */
final class CkanCommand {
    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();
    private int runs;

    /** What came of a line. */
    record Ended(int status, String out, String err) {}

    /** @param folder where a distribution of the built jars and of the scripts in the clone is laid out */
    CkanCommand(Path folder, Path dist) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("bin"));
        copy(Clone.root().resolve("deploy/bin/ckan"), folder.resolve("bin/ckan"));
        copy(Clone.root().resolve("garner"), folder.resolve("garner"));
        for (var part : List.of("lib", "rooms")) {
            Files.createSymbolicLink(folder.resolve(part), dist.resolve(part));
        }
        environment.put("GARNER_ENV_FILE", folder.resolve("garner.env").toString());
        // Short runs on few cores: the quick compiler is enough.
        environment.put("GARNER_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    }

    private static void copy(Path script, Path to) throws IOException {
        Files.copy(script, to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    CkanCommand with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** The file of settings that the services read too. */
    CkanCommand settings(String... lines) throws IOException {
        Files.write(folder.resolve("garner.env"), List.of(lines));
        return this;
    }

    /** Runs a line of a runbook to its end. */
    Ended run(String line) throws IOException, InterruptedException {
        var process = start(line);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends", line).isTrue();
        return ended(process);
    }

    Process start(String line) throws IOException {
        runs++;
        var words = new ArrayList<>(List.of("bash", "-c", line));
        var builder = new ProcessBuilder(words)
                .redirectOutput(output("out").toFile())
                .redirectError(output("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GARNER_"));
        builder.environment().putAll(environment);
        builder.environment().merge("PATH", folder.resolve("bin") + ":", (path, bin) -> bin + path);
        var process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** What the line that was started last has said by now. */
    Ended ended(Process process) throws IOException {
        return new Ended(
                process.isAlive() ? -1 : process.exitValue(),
                Files.readString(output("out")),
                Files.readString(output("err")));
    }

    private Path output(String stream) {
        return folder.resolve("%s-%d".formatted(stream, runs));
    }
}
