package org.garner.verbs;

import java.util.List;
import java.util.concurrent.Callable;
import org.garner.client.Job;
import org.garner.client.JobsClient;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import org.garner.console.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code garner job list}: jobs, the newest first. */
@Command(
        name = "list",
        description = "Lists jobs, the newest first.",
        footer = {"", "Example: garner job list --source coast --outcome failed"})
final class JobListCommand implements Callable<Integer> {
    @Option(names = "--source", paramLabel = "S", description = "Only those of this source (name, id or URL).")
    private @Nullable String source;

    @Option(names = "--status", paramLabel = "S", description = "Only those that are New, Running or Finished.")
    private @Nullable String status;

    @Option(
            names = "--outcome",
            paramLabel = "O",
            description = "Only those that ended so: succeeded, with_errors, held, failed or aborted.")
    private @Nullable String outcome;

    @Option(names = "--open", description = "Only those that have not ended.")
    private boolean open;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most; by default ${DEFAULT-VALUE}.")
    private int limit = 50;

    @Mixin
    private ServerVerb verb;

    @Override
    public Integer call() {
        try (var server = verb.open()) {
            var filter = new Filter()
                    .with(
                            "source",
                            source == null
                                    ? null
                                    : new Named(server).source(source).id())
                    .with("status", status)
                    .with("outcome", outcome == null ? null : outcome.replace('-', '_'));
            var table = new Table("JOB", "SOURCE", "MODE", "STATE", "CREATED", "FINISHED", "LISTED", "OPEN", "ERRORS");
            var jobs = new JobsClient(server);
            for (var each : open ? List.of("Running", "New") : List.of("")) {
                jobs.each((open ? filter.with("status", each) : filter).toString(), Math.max(1, limit), found -> {
                    if (verb.json()) {
                        verb.print(found.json());
                    } else {
                        row(table, found.value());
                    }
                });
            }
            if (!verb.json()) {
                table.printOr(verb.out(), verb.people(), open ? "No job is open." : "There is no such job.");
            }
            return ExitCode.CLEAN;
        }
    }

    private static void row(Table table, Job job) {
        table.row(
                job.id(),
                job.source().name(),
                job.mode(),
                JobWords.state(job),
                job.created(),
                job.finished(),
                job.count("gathered"),
                job.count("open"),
                job.errorsTotal());
    }
}
