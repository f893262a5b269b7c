package org.garner.verbs;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.garner.client.InstallationClient;
import org.garner.client.Schedule;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import org.garner.console.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code garner schedule}: what is due next. */
@Command(
        name = "schedule",
        description =
                "Shows the sources that run by the clock, in the order in which they are due, and what is in the way"
                        + " of each.",
        footer = {"", "Example: garner schedule"})
public final class ScheduleCommand implements Callable<Integer> {
    @Mixin
    private ServerVerb verb;

    @Override
    public Integer call() {
        try (var server = verb.open()) {
            var page = new InstallationClient(server).schedule();
            if (verb.json()) {
                verb.print(page.json());
                return ExitCode.CLEAN;
            }
            verb.say("The scheduler is %s", page.value().scheduler().reason());
            var table = new Table("DUE", "SOURCE", "FREQUENCY", "FAILURES", "HELD BY");
            page.value()
                    .schedule()
                    .forEach(due -> table.row(
                            due.due(),
                            due.source().name(),
                            due.frequency(),
                            due.failures(),
                            due.heldBy().stream().map(Schedule.Held::detail).collect(Collectors.joining("; "))));
            table.printOr(verb.out(), verb.people(), "No source runs by the clock.");
            return ExitCode.CLEAN;
        }
    }
}
