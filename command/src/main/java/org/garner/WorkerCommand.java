package org.garner;

import java.util.Set;
import java.util.concurrent.Callable;
import org.garner.console.CommandException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Documents {@code garner worker}; the script starts the worker itself, on a class path that holds only its room. */
@Command(
        name = "worker",
        description = {
            "Runs one worker as its own process, against external Postgres, Kafka and Solr.",
            "Its settings are environment variables; the README lists them. Started by the garner script, on a class"
                    + " path of its own."
        })
final class WorkerCommand implements Callable<Integer> {
    private static final Set<String> STAGES = Set.of("gather", "fetch", "import");

    @Parameters(paramLabel = "gather|fetch|import", description = "Which worker to run.")
    private String stage;

    @Override
    public Integer call() {
        if (!STAGES.contains(stage)) {
            throw CommandException.wrongUsage(
                    "A worker is one of gather, fetch and import, but was '%s'".formatted(stage));
        }
        throw CommandException.wrongUsage(
                "The %s worker runs on its own class path: start it with the garner script of the distribution."
                        .formatted(stage));
    }
}
