package org.garner.harvester;

import java.util.List;
import java.util.concurrent.Callable;
import org.garner.console.CommandException;
import org.garner.console.ExitCode;
import org.garner.console.Terminal;
import org.garner.verbs.RunTest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code harvester run-test}: one job in the foreground. */
@Command(
        name = "run-test",
        aliases = "run_test",
        description = {
            "Runs a job of a source in the foreground, with a live log.",
            "With another job open it says which and how far it is, and ends with 2. Ctrl-C leaves the job running."
        })
final class HarvesterRunTest implements Callable<Integer> {
    private static final String FORCE = "force-import=";

    @Parameters(index = "0", paramLabel = "SOURCE", description = "Id or name of the source.")
    private String source;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = FORCE + "GUID",
            description = "Only this record, which is fetched again whatever its dates say.")
    private @Nullable String forced;

    @Option(names = "--abort-open", description = "Aborts a job that is open, first.")
    private boolean abortOpen;

    @Mixin
    private CkanServer ckan;

    @Override
    public Integer call() throws InterruptedException {
        var guids = forced == null ? List.<String>of() : List.of(guid(forced));
        var wanted = new RunTest.Wanted(source, guids.isEmpty() ? "incremental" : "record", guids, abortOpen);
        try (var server = ckan.open()) {
            var run = new RunTest(server, ckan.people(), Terminal.attended()).run(wanted);
            run.ifPresent(job -> Blocks.job(ckan.out(), job.json()));
            return run.map(job -> ExitCode.of(String.valueOf(job.value().outcome())))
                    .orElse(ExitCode.FAILED);
        }
    }

    private static String guid(String typed) {
        if (!typed.startsWith(FORCE) || typed.length() == FORCE.length()) {
            throw CommandException.wrongUsage(
                    "After the source there may be %sGUID, but was '%s'".formatted(FORCE, typed));
        }
        return typed.substring(FORCE.length());
    }
}
