package org.garner.verbs;

import java.util.concurrent.Callable;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import org.garner.console.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code garner job run-test}: a job in the foreground. */
@Command(
        name = "run-test",
        description = {
            "Runs a job in the foreground with a live log: its phases, how far it is, and each error as it is found."
                    + " The exit status tells its outcome.",
            "When the source has an open job, none is started: it is described, and the exit status is 2. Ctrl-C"
                    + " leaves the job running in the server."
        },
        footer = {"", "Example: garner job run-test coast --dry-run"})
final class RunTestCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SOURCE", description = JobCommand.SOURCE)
    private String source;

    @Mixin
    private ModeOption mode;

    @Option(names = "--abort-open", description = "Aborts an open job of the source first.")
    private boolean abortOpen;

    @Mixin
    private ServerVerb verb;

    @Override
    public Integer call() throws InterruptedException {
        var wanted = new RunTest.Wanted(source, mode.mode(), mode.guids(), abortOpen);
        try (var server = verb.open()) {
            var ended = new RunTest(server, verb.people(), Terminal.attended()).run(wanted);
            return ended.isEmpty() ? ExitCode.FAILED : JobWords.ended(server, ended.get(), verb);
        }
    }
}
