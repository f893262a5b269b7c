package org.garner.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A short command of the operating system, run to its end in the folder {@code /}. */
record Command(List<String> words) {

    /** What it wrote (both streams) and how it ended. */
    record Ended(int status, String output) {}

    Ended run() {
        try {
            var process = builder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Ended(process.waitFor(), output);
        } catch (IOException e) {
            throw new EmbeddedStartException(
                    "%s could not be run: %s.".formatted(String.join(" ", words), e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedStartException("Interrupted while %s ran.".formatted(words.getFirst()), e);
        }
    }

    /** In {@code /}, which every account may enter, and without the settings of the caller's locale or of another Postgres. */
    static ProcessBuilder builder(List<String> words) {
        var builder = new ProcessBuilder(words).directory(Path.of("/").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().putAll(Map.of("LC_ALL", "C", "TZ", "UTC"));
        return builder;
    }

    /** Sends a signal. By the shell's own kill: small images have no other, and Java itself can only send TERM and KILL. */
    static void signal(String signal, long pid) {
        new Command(List.of("/bin/sh", "-c", "kill -" + signal + " " + pid)).run();
    }
}
