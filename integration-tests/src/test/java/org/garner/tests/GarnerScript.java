package org.garner.tests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The script {@code garner} of the distribution, run as people run it; what still runs at the end of a test is ended. */
final class GarnerScript {
    private final Path script;
    private final Path output;
    private final List<Process> started = new ArrayList<>();

    /** Skips the test when the distribution was left out of the build. */
    GarnerScript(Path output) {
        var dist = Clone.distribution();
        assumeTrue(dist.isPresent(), "The distribution is not built: run the verify phase of all modules");
        this.script = dist.orElseThrow().resolve("garner");
        this.output = output;
    }

    Process launch(List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(arguments);
        var number = started.size() + 1;
        var builder = new ProcessBuilder(command)
                .redirectOutput(output.resolve("stdout-" + number).toFile())
                .redirectError(output.resolve("stderr-" + number).toFile());
        // What "up" may harvest although it is on this machine; "harvest" and "inspect" may ask what was typed.
        builder.environment().put("GARNER_HTTP_ALLOW", "localhost");
        // Short runs on few cores: the quick compiler is enough.
        builder.environment().put("GARNER_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        var process = builder.start();
        process.getOutputStream().close();
        started.add(process);
        return process;
    }

    /** The command that was started last. */
    Process last() {
        return started.getLast();
    }

    /** What the last command has written to stdout by now. */
    String out() throws IOException {
        return Files.readString(output.resolve("stdout-" + started.size()));
    }

    /** What the last command has written to stderr by now. */
    String err() throws IOException {
        return Files.readString(output.resolve("stderr-" + started.size()));
    }

    /** Ends the commands that still run. */
    void stop() throws InterruptedException {
        for (var process : started) {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
