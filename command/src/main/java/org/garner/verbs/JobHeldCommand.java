package org.garner.verbs;

import java.util.concurrent.Callable;
import org.garner.client.JobsClient;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import org.garner.console.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code garner job held}: what a held job would withdraw, and why it does not. */
@Command(
        name = "held",
        description = "Tells why a job is held, and lists the datasets that it would withdraw.",
        footer = {"", "Example: garner job held 0198c7a2 --csv >held.csv"})
final class JobHeldCommand implements Callable<Integer> {
    @Parameters(paramLabel = "JOB", description = JobCommand.JOB)
    private String job;

    @Option(names = "--csv", description = "Prints comma-separated values.")
    private boolean csv;

    @Mixin
    private ServerVerb verb;

    @Override
    public Integer call() {
        try (var server = verb.open()) {
            var jobs = new JobsClient(server);
            var id = new Named(server).job(job).id();
            var hold = jobs.held(id).value().hold();
            if (hold == null) {
                verb.say("The job holds nothing, and never did.");
            } else {
                verb.say("%s", hold.reason());
                if (hold.decision() == null) {
                    verb.say("Decide: garner job approve %s, or garner job reject %s", id, id);
                } else {
                    verb.say(
                            "It was %s by %s%s.",
                            hold.decision(),
                            JobWords.orHyphen(hold.decidedBy()),
                            hold.note() == null ? "" : ": " + hold.note());
                }
            }
            if (csv && !verb.json()) {
                jobs.csv(id, "held", verb.out()::println);
                return ExitCode.CLEAN;
            }
            var table = new Table("RECORD", "DATASET");
            jobs.eachHeld(id, Long.MAX_VALUE, each -> {
                if (verb.json()) {
                    verb.print(each.json());
                } else {
                    table.row(each.value().guid(), each.value().packageId());
                }
            });
            if (!table.isEmpty()) {
                table.print(verb.out());
            }
            return ExitCode.CLEAN;
        }
    }
}
