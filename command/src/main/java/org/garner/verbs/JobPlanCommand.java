package org.garner.verbs;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.garner.client.JobsClient;
import org.garner.client.Planned;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code garner job plan}: what a dry run would change. */
@Command(
        name = "plan",
        description = "Lists what a dry run would add, update, restore or withdraw, with the fields that would change.",
        footer = {"", "Example: garner job plan 0198c7a2 --csv >plan.csv"})
final class JobPlanCommand implements Callable<Integer> {
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
            if (csv && !verb.json()) {
                jobs.csv(id, "plan", verb.out()::println);
                return ExitCode.CLEAN;
            }
            var rows = jobs.eachPlanned(id, Long.MAX_VALUE, each -> {
                if (verb.json()) {
                    verb.print(each.json());
                } else {
                    print(each.value());
                }
            });
            if (rows == 0) {
                verb.say("Nothing would change.");
            }
            return ExitCode.CLEAN;
        }
    }

    private void print(Planned row) {
        verb.out()
                .printf(
                        "%s  %s  %s%s%n",
                        row.action(), row.guid(), row.title(), row.held() ? "  (would be left to an operator)" : "");
        row.changes()
                .forEach((field, values) -> verb.out()
                        .printf(
                                "    %s: %s%n",
                                field, values.stream().map(Object::toString).collect(Collectors.joining(" -> "))));
        if (row.more() > 0) {
            verb.out().printf("    and %d more%n", row.more());
        }
    }
}
