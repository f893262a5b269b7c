package org.garner.verbs;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.garner.client.Answered;
import org.garner.client.Job;
import org.garner.client.JobsClient;
import org.garner.client.JobsClient.ErrorKind;
import org.garner.client.ServerClient;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import org.garner.console.Words;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Jobs in words. */
final class JobWords {
    private static final List<String> COUNTS =
            List.of("added", "updated", "unchanged", "deleted", "errored", "cancelled", "open");

    private JobWords() {}

    /** One word for lists: how it ended, or how it stands. */
    static String state(Job job) {
        var outcome = job.outcome();
        if (outcome != null) {
            return outcome;
        }
        return job.status().equals("New") ? "waiting" : Objects.requireNonNullElse(job.phase(), job.status());
    }

    /** Reports a job that was followed to its end, and says by the exit status what came of it. */
    static int ended(ServerClient server, Answered<Job> job, ServerVerb verb) {
        report(server, job, verb);
        return ExitCode.of(Objects.requireNonNullElse(job.value().outcome(), "failed"));
    }

    /** Tells what happened, by kind of error what went wrong, and what can be done next. */
    static void report(ServerClient server, Answered<Job> answered, ServerVerb verb) {
        var job = answered.value();
        var kinds = job.errorsTotal() == 0 ? List.<ErrorKind>of() : new JobsClient(server).kinds(job.id());
        if (verb.json()) {
            var json = (ObjectNode) answered.json().deepCopy();
            json.set("error_kinds", JsonMapper.shared().valueToTree(kinds));
            verb.print(json);
            return;
        }
        var out = verb.out();
        show(job, out);
        if (!kinds.isEmpty()) {
            out.println("What went wrong:");
            kinds.forEach(kind -> out.println("  " + words(kind)));
        }
        out.println("What next:");
        next(job).forEach(line -> out.println("  " + line));
        out.flush();
    }

    /** Such as {@code 12 x Import, format; the first: urn:x:2: the end tag is missing}. */
    private static String words(ErrorKind kind) {
        var of = Objects.requireNonNullElse(kind.guid(), "the listing");
        return "%,d x %s, %s; the first: %s%s"
                .formatted(
                        kind.count(),
                        kind.stage(),
                        kind.kind(),
                        kind.message().startsWith(of) ? "" : of + ": ",
                        kind.message());
    }

    /** A job with its counts, as a few lines. */
    static void show(Job job, PrintWriter out) {
        out.printf(
                "%s: %s%s%n",
                job.source().name(),
                job.outcome() == null ? inWork(job) : job.outcome().replace('_', ' '),
                took(job.started(), job.finished()));
        if (job.reason() != null && !job.reason().isBlank()) {
            out.println("  " + job.reason());
        }
        out.printf("  job %s, mode %s, started by %s%n", job.id(), job.mode(), job.trigger());
        out.printf(
                "  created %s, started %s, finished %s, last progress %s%n",
                time(job.created()), time(job.started()), time(job.finished()), time(job.lastProgress()));
        var words = new ArrayList<String>();
        COUNTS.forEach(name -> {
            if (job.count(name) > 0) {
                words.add("%,d %s".formatted(job.count(name), name));
            }
        });
        out.printf(
                "  %,d records%s: %s%s%s%n",
                job.count("gathered"),
                listing(job),
                words.isEmpty() ? "none ended" : String.join(", ", words),
                job.count("duplicates") == 0 ? "" : "; %,d listed twice".formatted(job.count("duplicates")),
                job.settled() || !job.isFinished() ? "" : "; the counts are not final yet");
        out.printf(
                "  %s, %s, %,d bytes received%n",
                Words.counted(job.errorsTotal(), "error"), Words.counted(job.requests(), "request"), job.bytes());
    }

    private static String inWork(Job job) {
        return job.status().equals("New") ? "waits for its start" : "runs, in the phase " + job.phase();
    }

    private static String listing(Job job) {
        var listing = job.listing();
        if (listing == null || listing.completeness() == null) {
            return "";
        }
        return switch (listing.completeness()) {
            case "open" -> " so far";
            case "named" -> " named by the ledger";
            case "failed" -> " before the listing failed";
            default -> " in a %s listing".formatted(listing.completeness());
        };
    }

    private static String took(@Nullable Instant started, @Nullable Instant finished) {
        if (started == null) {
            return "";
        }
        var seconds = Duration.between(started, finished == null ? Instant.now() : finished)
                        .toMillis()
                / 1000.0;
        return "%s %.1f s".formatted(finished == null ? ", since" : " after", seconds);
    }

    static String time(@Nullable Instant time) {
        return time == null ? "-" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String orHyphen(@Nullable String text) {
        return text == null ? "-" : text;
    }

    /** What an operator can do about it. */
    private static List<String> next(Job job) {
        var id = job.id();
        var source = job.source().name();
        if (!job.isFinished()) {
            return List.of(
                    "garner job watch %s   follows it".formatted(id), "garner job abort %s   ends it".formatted(id));
        }
        var lines = new ArrayList<String>();
        if (Objects.equals(job.mode(), "dry_run") && job.count("gathered") > 0) {
            lines.add("garner job plan %s   what would change".formatted(id));
        }
        if (job.errorsTotal() > 0) {
            lines.add("garner job errors %s   every error".formatted(id));
        }
        switch (Objects.requireNonNullElse(job.outcome(), "failed")) {
            case "succeeded" -> {}
            case "with_errors" -> lines.add("garner job retry %s   the failed records again".formatted(source));
            case "held" -> {
                lines.add("garner job held %s   what it would withdraw, and why it does not".formatted(id));
                lines.add("garner job approve %s, or garner job reject %s   the decision".formatted(id, id));
            }
            case "aborted" -> {
                lines.add("garner job resume %s   goes on from where it stood".formatted(id));
                lines.add("garner job start %s   begins anew".formatted(source));
            }
            default ->
                lines.add("garner job run-test %s --dry-run   tries again, and writes nothing".formatted(source));
        }
        if (lines.isEmpty()) {
            lines.add("Nothing: all is well.");
        }
        return lines;
    }
}
