package org.garner.client;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes down how a job goes on, as it goes on: its phases, how far it is and, if wanted, each error. */
public final class JobLog {
    /** What scrolls past is not read: the rest stands in the list of errors. */
    private static final int ERRORS_SHOWN = 1_000;

    private final ServerClient server;
    private final JobsClient jobs;
    private final PrintWriter out;
    private final boolean terminal;
    private final boolean withErrors;
    private final Progress progress;
    private final Set<JobError> shown = new HashSet<>();
    private String phase = "";
    private String line = "";

    /**
     * @param out where it is written
     * @param terminal true when a line may be written over
     * @param withErrors whether each error is written down too
     */
    public JobLog(ServerClient server, PrintWriter out, boolean terminal, boolean withErrors) {
        this.server = server;
        this.jobs = new JobsClient(server);
        this.out = out;
        this.terminal = terminal;
        this.withErrors = withErrors;
        this.progress = new Progress(out, terminal);
    }

    /** Follows a job until it has ended and its counts are final. */
    public Answered<Job> follow(String id) throws InterruptedException {
        try {
            return new JobEvents(server).follow(id, this::state);
        } finally {
            progress.end();
        }
    }

    private void state(Job job) {
        errors(job);
        var now = phase(job);
        if (!now.equals(phase)) {
            phase = now;
            write(now);
        }
        if (job.isFinished()) {
            return;
        }
        if (terminal) {
            progress.show(job);
            return;
        }
        var counts = Progress.line(job, 0);
        if (job.count("gathered") > 0 && !counts.equals(line)) {
            line = counts;
            write(counts);
        }
    }

    private void errors(Job job) {
        if (!withErrors || job.errorsTotal() <= shown.size() || shown.size() >= ERRORS_SHOWN) {
            return;
        }
        jobs.errors(job.id(), ERRORS_SHOWN).forEach(error -> {
            if (shown.add(error)) {
                write("error: " + described(error));
            }
        });
        if (shown.size() >= ERRORS_SHOWN) {
            write("these are the first %,d errors; garner job errors %s lists all".formatted(ERRORS_SHOWN, job.id()));
        }
    }

    /** Such as {@code urn:x:2 (Import, format), line 12: the end tag is missing}. */
    static String described(JobError error) {
        var guid = Objects.requireNonNullElse(error.guid(), "the listing");
        var url = error.url() == null
                        || error.url().equals(guid)
                        || error.message().contains(error.url())
                ? ""
                : " <%s>".formatted(error.url());
        var place = error.line() == null ? "" : ", line " + error.line();
        var message = error.message().startsWith(guid + ": ")
                ? error.message().substring(guid.length() + 2)
                : error.message();
        return "%s%s (%s, %s)%s: %s".formatted(guid, url, error.stage(), error.kind(), place, message);
    }

    private static String phase(Job job) {
        if (job.isFinished()) {
            return "ended: "
                    + Objects.requireNonNullElse(job.outcome(), "without an outcome")
                            .replace('_', ' ');
        }
        if (job.status().equals("New")) {
            return "waits for its start";
        }
        if ("sweep".equals(job.phase())) {
            return "looking for records that the source has no more";
        }
        return listed(job.listing() == null ? null : job.listing().completeness(), job.count("gathered"));
    }

    private static String listed(@Nullable String completeness, long gathered) {
        return switch (completeness) {
            case "complete" -> "the listing is complete; records: %,d".formatted(gathered);
            case "partial" -> "the listing ended early; records: %,d".formatted(gathered);
            case "failed" -> "the source could not be listed";
            case "named" -> "goes over records that the ledger names: %,d".formatted(gathered);
            case null, default -> "listing the source";
        };
    }

    private void write(String text) {
        progress.end();
        out.printf("%s %s%n", Instant.now().truncatedTo(ChronoUnit.SECONDS), text);
        out.flush();
    }
}
