package org.garner.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A process that a benchmark starts: its results come on stdout, what it says to people goes to a log. */
final class Child implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private final String name;
    private final Process process;
    private final BufferedReader results;
    private final Path log;
    private final Thread ending;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.results = process.inputReader(StandardCharsets.UTF_8);
        this.ending = new Thread(process::destroy, "stop " + name);
        Runtime.getRuntime().addShutdownHook(ending);
    }

    static Child start(String name, List<String> command, Map<String, String> environment, Path folder) {
        var log = folder.resolve(name + ".log");
        try {
            Files.createDirectories(folder);
            var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return new Child(name, builder.start(), log);
        } catch (IOException e) {
            throw new BenchmarkException("%s could not be started (%s): %s".formatted(name, command.getFirst(), e), e);
        }
    }

    /** Another JVM with this JVM's class path. */
    static Child java(String name, String heap, Class<?> main, List<String> arguments, Path folder) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return start(name, command, Map.of(), folder);
    }

    long pid() {
        return process.pid();
    }

    /** The next line of its results; null when it has ended without one. */
    @Nullable
    String line(Duration limit) {
        var reading = new FutureTask<@Nullable String>(results::readLine);
        Thread.ofVirtual().start(reading);
        try {
            return reading.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new BenchmarkException(
                    "%s said nothing within %d s; its log: %s".formatted(name, limit.toSeconds(), log), e);
        } catch (ExecutionException e) {
            throw new BenchmarkException("What %s says could not be read: %s".formatted(name, e.getCause()), e);
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }

    /** The next line of its results, which must come. */
    String expect(Duration limit) {
        var line = line(limit);
        if (line == null) {
            throw new BenchmarkException("%s ended before it said what was expected; its log (%s) ends with:%n%s"
                    .formatted(name, log, lastLines()));
        }
        return line;
    }

    private String lastLines() {
        try {
            var lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }

    /** Stops it as a service manager does, and returns when it has ended. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        } catch (IllegalStateException e) {
            // This JVM is ending, and its hook has done the same.
        }
    }
}
