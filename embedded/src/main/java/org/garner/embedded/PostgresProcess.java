package org.garner.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The running server process and the thread that it lives and dies with. */
final class PostgresProcess {
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Process process;
    private final Path log;

    private PostgresProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the process from a thread of its own that stays until the server has ended: the death signal follows the thread that started the
     * process, not our process, so a thread of a pool that ends would take the server with it.
     */
    static PostgresProcess start(List<String> command, Path log) {
        var started = new CompletableFuture<Process>();
        Thread.ofPlatform().name("postgres").daemon(true).start(() -> {
            try {
                var process = Command.builder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
                process.getOutputStream().close();
                started.complete(process);
                waitUninterruptibly(process);
            } catch (IOException e) {
                started.completeExceptionally(e);
            }
        });
        try {
            return new PostgresProcess(started.join(), log);
        } catch (CompletionException e) {
            throw new EmbeddedStartException(
                    "%s could not be run: %s".formatted(command.getFirst(), e.getCause()), e.getCause());
        }
    }

    private static void waitUninterruptibly(Process process) {
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                // The thread must outlive every interrupt, see start.
            }
        }
    }

    /** Returns when the server says in its folder that it is ready; recovery after a crash is part of the wait. */
    void awaitReady(Path data, Duration limit) throws IOException {
        var end = Instant.now().plus(limit);
        while (true) {
            var file = PostmasterFile.read(data);
            if (file != null && file.pid() == process.pid() && file.status().equals("ready")) {
                return;
            }
            if (!process.isAlive()) {
                throw new EmbeddedStartException(
                        "Postgres ended with %d right after its start on %s. Its log (%s) ends with:\n%s"
                                .formatted(process.exitValue(), data, log, EmbeddedPostgres.lastLines(log)));
            }
            if (Instant.now().isAfter(end)) {
                throw new EmbeddedStartException(
                        "Postgres was not ready within %d s of its start on %s. Its log (%s) ends with:\n%s"
                                .formatted(limit.toSeconds(), data, log, EmbeddedPostgres.lastLines(log)));
            }
            pause();
        }
    }

    /** SIGINT is Postgres's "fast" stop; TERM, which Java would send, waits for every client to leave. */
    void stop(Duration limit) {
        if (!process.isAlive()) {
            return;
        }
        Command.signal("INT", process.pid());
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                Command.signal("QUIT", process.pid());
                process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedStartException("Interrupted while waiting for Postgres", e);
        }
    }
}
