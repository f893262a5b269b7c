package org.garner.client;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What came of a harvest.
 *
 * @param job its id; null when no job came about
 * @param source the name of the source; null when none was created
 * @param outcome succeeded, with_errors, held, failed or aborted
 * @param stats added, updated, unchanged, deleted, errored and cancelled
 * @param errors the first of them; {@code errorsTotal} says how many there are
 * @param requests sent to the source, with retries and redirects
 * @param bytes received from the source
 */
public record JobReport(
        @Nullable String job,
        @Nullable String source,
        String outcome,
        @Nullable String reason,
        long gathered,
        long duplicates,
        Map<String, Long> stats,
        long errorsTotal,
        List<JobError> errors,
        long requests,
        long bytes,
        double seconds) {
    /** So many errors go into the report; the others are for {@code --errors} and the API. */
    public static final int ERRORS_SHOWN = 1_000;

    private static final List<String> STATS =
            List.of("added", "updated", "unchanged", "deleted", "errored", "cancelled");
    private static final int ERRORS_FOR_PEOPLE = 10;
    private static final JsonMapper JSON =
            JsonMapper.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    public static JobReport of(Job job, List<JobError> errors, double seconds) {
        var stats = new LinkedHashMap<String, Long>();
        STATS.forEach(name -> stats.put(name, job.count(name)));
        return new JobReport(
                job.id(),
                job.source().name(),
                Objects.requireNonNullElse(job.outcome(), "failed"),
                job.reason(),
                job.count("gathered"),
                job.count("duplicates"),
                stats,
                job.errorsTotal(),
                errors,
                job.requests(),
                job.bytes(),
                seconds);
    }

    /** A harvest that ended before there was a job, with its one error. */
    public static JobReport withoutJob(JobError error, double seconds) {
        var stats = new LinkedHashMap<String, Long>();
        STATS.forEach(name -> stats.put(name, 0L));
        return new JobReport(null, null, "failed", error.message(), 0, 0, stats, 1, List.of(error), 0, 0, seconds);
    }

    public long stat(String name) {
        return stats.getOrDefault(name, 0L);
    }

    /** The report as one line of JSON. */
    public String json() {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("job", job);
        members.put("source", source);
        members.put("outcome", outcome);
        members.put("gathered", gathered);
        members.put("duplicates", duplicates);
        members.put("stats", stats);
        members.put("errors_total", errorsTotal);
        members.put("errors", errors.stream().map(JobReport::members).toList());
        members.put("requests", requests);
        members.put("bytes", bytes);
        members.put("seconds", Math.round(seconds * 1_000) / 1_000.0);
        return JSON.writeValueAsString(members);
    }

    private static Map<String, @Nullable Object> members(JobError error) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("guid", error.guid());
        members.put("stage", error.stage());
        members.put("kind", error.kind());
        members.put("message", error.message());
        members.put("line", error.line());
        members.put("url", error.url());
        return members;
    }

    /** The report in words. */
    public void print(PrintWriter people) {
        people.printf(
                "%s: %s in %.1f s%n", Objects.requireNonNullElse(source, "No job"), outcome.replace('_', ' '), seconds);
        if (reason != null && !reason.isBlank()) {
            people.printf("  %s%n", reason);
        }
        var words = new ArrayList<String>();
        STATS.forEach(name -> {
            if (stat(name) > 0) {
                words.add("%,d %s".formatted(stat(name), name));
            }
        });
        if (job != null) {
            people.printf(
                    "  %,d records listed: %s%s%n",
                    gathered,
                    words.isEmpty() ? "nothing to do" : String.join(", ", words),
                    duplicates == 0 ? "" : "; %,d listed twice".formatted(duplicates));
            people.printf("  %,d requests, %s received%n", requests, size(bytes));
        }
        if (errorsTotal > 0) {
            people.printf("  %,d error%s:%n", errorsTotal, errorsTotal == 1 ? "" : "s");
            errors.stream()
                    .limit(ERRORS_FOR_PEOPLE)
                    .forEach(error -> people.printf(
                            "    %s (%s, %s): %s%n",
                            Objects.requireNonNullElse(error.guid(), "the listing"),
                            error.stage(),
                            error.kind(),
                            error.message()));
            if (errorsTotal > ERRORS_FOR_PEOPLE) {
                people.printf(
                        "    ... and %,d more; --errors FILE.csv writes them all%n", errorsTotal - ERRORS_FOR_PEOPLE);
            }
        }
        people.flush();
    }

    private static String size(long bytes) {
        return bytes < 1_000_000 ? "%,.1f kB".formatted(bytes / 1e3) : "%,.1f MB".formatted(bytes / 1e6);
    }
}
