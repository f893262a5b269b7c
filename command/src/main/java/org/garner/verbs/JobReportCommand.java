package org.garner.verbs;

import java.util.concurrent.Callable;
import org.garner.client.JobsClient;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code garner job report}: what came of a job, in words. */
@Command(
        name = "report",
        description = "Tells what happened in a job, what went wrong by kind of error, and what can be done next.",
        footer = {"", "Example: garner job report 0198c7a2"})
final class JobReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "JOB", description = JobCommand.JOB)
    private String job;

    @Mixin
    private ServerVerb verb;

    @Override
    public Integer call() {
        try (var server = verb.open()) {
            var jobs = new JobsClient(server);
            var shown = jobs.show(new Named(server).job(job).id());
            JobWords.report(server, shown, verb);
            return ExitCode.CLEAN;
        }
    }
}
