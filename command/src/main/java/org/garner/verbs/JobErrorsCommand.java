package org.garner.verbs;

import java.util.concurrent.Callable;
import org.garner.client.ErrorsCsv;
import org.garner.client.JobsClient;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import org.garner.console.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code garner job errors}: every error of a job. */
@Command(
        name = "errors",
        description = "Lists the errors of a job: those of its listing, then those of its records.",
        footer = {"", "Example: garner job errors 0198c7a2 --csv >errors.csv"})
final class JobErrorsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "JOB", description = JobCommand.JOB)
    private String job;

    @Option(names = "--csv", description = "Prints comma-separated values.")
    private boolean csv;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most; by default all.")
    private long limit = Long.MAX_VALUE;

    @Mixin
    private ServerVerb verb;

    @Override
    public Integer call() {
        try (var server = verb.open()) {
            var jobs = new JobsClient(server);
            var id = new Named(server).job(job).id();
            if (verb.json()) {
                jobs.eachError(id, limit, error -> verb.print(error.json()));
            } else if (csv) {
                try (var table = new ErrorsCsv(verb.out())) {
                    jobs.eachError(id, limit, error -> table.add(error.value()));
                }
            } else {
                var table = new Table("RECORD", "STAGE", "KIND", "LINE", "MESSAGE");
                jobs.eachError(id, limit, each -> {
                    var error = each.value();
                    table.row(
                            error.guid() == null ? "(the listing)" : error.guid(),
                            error.stage(),
                            error.kind(),
                            error.line(),
                            error.message());
                });
                table.printOr(verb.out(), verb.people(), "The job has no errors.");
            }
            return ExitCode.CLEAN;
        }
    }
}
