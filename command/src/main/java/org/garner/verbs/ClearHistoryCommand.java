package org.garner.verbs;

import java.util.concurrent.Callable;
import org.garner.client.SourcesClient;
import org.garner.console.Confirmation;
import org.garner.console.ServerVerb;
import org.garner.console.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code garner source clear-history}: removes the ended jobs of a source. */
@Command(
        name = "clear-history",
        description = {
            "Removes the ended jobs of a source, with their records and errors; asks first.",
            "The datasets stay, and so does what is held of the source. A job that was removed cannot be resumed."
        },
        footer = {"", "Example: garner source clear-history coast --keep-current --yes"})
final class ClearHistoryCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SOURCE", description = JobCommand.SOURCE)
    private String source;

    @Option(
            names = "--keep-current",
            description = "Keeps the newest job, and of older ones the records that datasets were made from.")
    private boolean keepCurrent;

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
            confirmation.require("Clearing the history of %s removes %s%s, and keeps %s."
                    .formatted(
                            there.source().name(),
                            Words.counted(there.jobs(), "job"),
                            keepCurrent ? " but for what is current" : "",
                            Words.counted(there.datasets(), "dataset")));
            return wait.end(server, sources.clearHistory(id, wait.abortOpen(), keepCurrent), verb);
        }
    }
}
