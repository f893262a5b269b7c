package org.garner.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The garbage collector's log of a JVM, as {@code -Xlog:gc} writes it. */
record GcLog(Path file) {
    /** Such as {@code GC(12) Pause Full (Diagnostic Command) 154M->61M(1024M) 170.123ms}. */
    private static final Pattern PAUSE =
            Pattern.compile("Pause (Full|Young)[^>]* \\d+M->(\\d+)M\\(\\d+M\\) ([0-9.]+)ms");

    /**
     * One pause.
     *
     * @param full true when the whole heap was collected
     * @param leftBytes how much of the heap was in use afterwards, to the next mebibyte
     */
    record Pause(boolean full, long leftBytes, double milliseconds) {}

    List<Pause> pauses() {
        try (var lines = Files.lines(file)) {
            return lines.map(PAUSE::matcher)
                    .filter(java.util.regex.Matcher::find)
                    .map(found -> new Pause(
                            found.group(1).equals("Full"),
                            Long.parseLong(found.group(2)) << 20,
                            Double.parseDouble(found.group(3))))
                    .toList();
        } catch (IOException e) {
            throw new BenchmarkException("The collector's log %s could not be read: %s".formatted(file, e), e);
        }
    }

    /** What the last full collection left; 0 without one. */
    long lastFullBytes() {
        return pauses().stream().filter(Pause::full).mapToLong(Pause::leftBytes).reduce(0, (first, second) -> second);
    }
}
