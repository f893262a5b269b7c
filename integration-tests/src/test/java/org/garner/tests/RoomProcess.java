package org.garner.tests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One room in a process of its own, started as its systemd unit says; it can be frozen and killed, and started again on the same port. */
final class RoomProcess {
    private static final Duration TO_START = Duration.ofSeconds(150);
    private static final int LINES = 40;

    private final String room;
    private final List<String> command;
    private final Map<String, String> environment;
    private final URI url;
    private final Path log;
    private Map<String, String> settings = Map.of();
    private @Nullable Process process;

    RoomProcess(String room, List<String> command, Map<String, String> environment, int port, Path log) {
        this.room = room;
        this.command = command;
        this.environment = environment;
        this.url = URI.create("http://127.0.0.1:" + port);
        this.log = log;
    }

    String room() {
        return room;
    }

    URI url() {
        return url;
    }

    long pid() {
        return running().pid();
    }

    void start() {
        start(Map.of());
    }

    /** Starts it with other values for some of its settings. */
    void start(Map<String, String> others) {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(settings);
        builder.environment().putAll(others);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("%s could not be started".formatted(command), e);
        }
    }

    /** Stops it as systemd does, and starts it with these settings beside its own: they hold until the next restart. */
    void restart(Map<String, String> others) {
        stop();
        settings = Map.copyOf(others);
        start();
    }

    /** Returns when the room says that it is ready. */
    void awaitReady(Api api) {
        Await.until(TO_START, () -> "%s to be ready; its log ends with:%n%s".formatted(room, lastLines()), () -> {
            if (!running().isAlive()) {
                throw new AssertionError("%s ended with %d; its log ends with:%n%s"
                        .formatted(room, running().exitValue(), lastLines()));
            }
            return api.status(url, "/actuator/health/readiness") == 200;
        });
    }

    /** Stops the process in the middle of whatever it does, until it is thawed or killed. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    boolean isAlive() {
        return running().isAlive();
    }

    /** How a process that is gone ended: 137 when it was killed, 143 when it was told to end. */
    int exitValue() {
        return running().exitValue();
    }

    /** Tells it to end, as systemd does, and does not wait. */
    void terminate() {
        running().destroy();
    }

    /** kill -9; returns when it is gone. */
    void kill() {
        running().destroyForcibly().onExit().join();
    }

    /** Ends it as systemd does, and with force when that takes too long. */
    void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (process.waitFor(15, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    void killIfRunning() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    String lastLines() {
        try {
            var lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .inheritIO()
                .start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("kill -%s %d ended with %d".formatted(name, pid(), kill.exitValue()));
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException(room + " has not been started");
        }
        return process;
    }
}
