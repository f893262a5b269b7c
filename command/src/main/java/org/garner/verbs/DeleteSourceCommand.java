package org.garner.verbs;

import java.util.concurrent.Callable;
import org.garner.client.SourceSummary;
import org.garner.client.SourcesClient;
import org.garner.console.CommandException;
import org.garner.console.Confirmation;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import org.garner.console.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code garner source delete}: a source goes, with its datasets or without. */
@Command(
        name = "delete",
        description = {
            "Deletes a source; asks first. Its datasets stay in the catalogue, unless --with-datasets withdraws them.",
            "The history of its jobs stays. The same URL, type and settings, added again, bring it back."
        },
        footer = {"", "Example: garner source delete coast --with-datasets --yes"})
final class DeleteSourceCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SOURCE", description = JobCommand.SOURCE)
    private String source;

    @Option(names = "--with-datasets", description = "Withdraws its datasets first, in the background.")
    private boolean withDatasets;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private OperationWait wait;

    @Mixin
    private ServerVerb verb;

    @Override
    public Integer call() throws InterruptedException {
        if (wait.abortOpen() && !withDatasets) {
            throw CommandException.wrongUsage(
                    "--abort-open goes with --with-datasets. End the job with garner job abort, then delete the"
                            + " source.");
        }
        try (var server = verb.open()) {
            var sources = new SourcesClient(server);
            var id = new Named(server).source(source).id();
            confirmation.require(question(sources.summary(id).value()));
            if (withDatasets) {
                return wait.end(server, sources.deleteWithDatasets(id, wait.abortOpen()), verb);
            }
            var deleted = sources.delete(id);
            verb.say("%s", deleted.path("detail").asString(""));
            if (verb.json()) {
                verb.print(deleted);
            }
            return ExitCode.CLEAN;
        }
    }

    private String question(SourceSummary there) {
        return withDatasets
                ? "Deleting %s withdraws its %s from the catalogue; the history of its %s stays."
                        .formatted(
                                there.source().name(),
                                Words.counted(there.datasets(), "dataset"),
                                Words.counted(there.jobs(), "job"))
                : "Deleting %s leaves its %s in the catalogue, and the history of its %s."
                        .formatted(
                                there.source().name(),
                                Words.counted(there.datasets(), "dataset"),
                                Words.counted(there.jobs(), "job"));
    }
}
