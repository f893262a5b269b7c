package org.garner.verbs;

import java.util.concurrent.Callable;
import org.garner.client.SourcesClient;
import org.garner.console.Confirmation;
import org.garner.console.ServerVerb;
import org.garner.console.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code garner source clear}: withdraws all datasets of a source. */
@Command(
        name = "clear",
        description = {
            "Withdraws all datasets of a source and forgets its records; asks first.",
            "The datasets keep their ids and names: the next job brings back what the source still lists. The history"
                    + " of its jobs stays."
        },
        footer = {"", "Example: garner source clear coast --yes"})
final class ClearCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SOURCE", description = JobCommand.SOURCE)
    private String source;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private OperationWait wait;

    @Mixin
    private ServerVerb verb;

    @Override
    public Integer call() throws InterruptedException {
        try (var server = verb.open()) {
            var sources = new SourcesClient(server);
            var id = new Named(server).source(source).id();
            var there = sources.summary(id).value();
            confirmation.require("Clearing %s withdraws its %s from the catalogue; it keeps %s."
                    .formatted(
                            there.source().name(),
                            Words.counted(there.datasets(), "dataset"),
                            Words.counted(there.jobs(), "job")));
            return wait.end(server, sources.clear(id, wait.abortOpen()), verb);
        }
    }
}
