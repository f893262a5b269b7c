package org.garner.client;

import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Shows how a job goes on: on a terminal as one line that is written over, else as a new line now and then. Not safe for several threads.
 */
final class Progress {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    /** The rate is that of about the last four seconds, so that a slow start does not lie for minutes. */
    private static final double MEMORY_SECONDS = 4;

    private final PrintWriter out;
    private final boolean terminal;
    private long measuredAt = System.nanoTime();
    private long printedAt = System.nanoTime();
    private long settledBefore = -1;
    private double rate;
    private int width;
    private String last = "";

    Progress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void show(Job job) {
        measure(job.done());
        var line = line(job, rate);
        var now = System.nanoTime();
        if (line.equals(last) || (!terminal && now - printedAt < BETWEEN_LINES.toNanos())) {
            return;
        }
        last = line;
        printedAt = now;
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            width = line.length();
            out.flush();
        } else {
            out.println(line);
        }
    }

    /** Clears the line, so that what follows begins at the left edge. */
    void end() {
        if (terminal && width > 0) {
            out.print("\r" + " ".repeat(width) + "\r");
            out.flush();
        }
        width = 0;
    }

    private void measure(long settled) {
        var now = System.nanoTime();
        var seconds = (now - measuredAt) / 1e9;
        if (settledBefore >= 0 && seconds > 0) {
            var weight = 1 - Math.exp(-seconds / MEMORY_SECONDS);
            rate += weight * ((settled - settledBefore) / seconds - rate);
        }
        settledBefore = settled;
        measuredAt = now;
    }

    /** Such as {@code listed 1,200 of 20,000, fetched 800, imported 640, 812/s, 24 s left}. */
    static String line(Job job, double rate) {
        var gathered = job.count("gathered");
        var expected = job.expected();
        var line = new StringBuilder("listed %,d".formatted(gathered));
        if (expected > gathered) {
            line.append(" of %,d".formatted(expected));
        }
        line.append(", fetched %,d, imported %,d".formatted(job.count("fetched"), job.done()));
        if (job.count("errored") > 0) {
            line.append(" (%,d in error)".formatted(job.count("errored")));
        }
        if (rate >= 0.5) {
            line.append(", %,.0f/s".formatted(rate));
            var left = expected - job.done();
            if (left > 0) {
                line.append(", %s left".formatted(duration(Math.round(left / rate))));
            }
        }
        var phase = job.phase();
        return phase == null || phase.equals("harvest") ? line.toString() : line + ", " + phaseInWords(phase);
    }

    private static String phaseInWords(@Nullable String phase) {
        return switch (phase) {
            case "sweep" -> "looking for withdrawn records";
            case "close" -> "closing";
            case null -> "";
            default -> phase;
        };
    }

    private static String duration(long seconds) {
        return seconds < 100 ? seconds + " s" : seconds < 6_000 ? seconds / 60 + " min" : seconds / 3_600 + " h";
    }
}
