package org.garner.verbs;

import java.util.concurrent.Callable;
import org.garner.client.SourcesClient;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import org.garner.console.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code garner source reconcile}: it says N, we hold M, and why. */
@Command(
        name = "reconcile",
        description =
                "Compares what a source says it has with what is held of it, and explains the difference record by"
                        + " record.",
        footer = {"", "Example: garner source reconcile coast --kind errored"})
final class ReconcileCommand implements Callable<Integer> {
    private static final int SHOWN = 1_000;

    @Parameters(paramLabel = "SOURCE", description = JobCommand.SOURCE)
    private String source;

    @Option(
            names = "--kind",
            paramLabel = "K",
            description = "Only differences of this kind, such as errored, missing or withdrawn_by_operator.")
    private @Nullable String kind;

    @Option(names = "--csv", description = "Prints all differences as comma-separated values.")
    private boolean csv;

    @Mixin
    private ServerVerb verb;

    @Override
    public Integer call() {
        try (var server = verb.open()) {
            var sources = new SourcesClient(server);
            var id = new Named(server).source(source).id();
            if (csv && !verb.json()) {
                sources.differences(id, kind, verb.out()::println);
                return ExitCode.CLEAN;
            }
            var found = sources.reconciliation(id, kind, SHOWN);
            if (verb.json()) {
                verb.print(found.json());
                return ExitCode.CLEAN;
            }
            var value = found.value();
            verb.say(
                    "%s says it has %s; %,d are held.",
                    value.source(),
                    value.sourceSays() == null ? "nothing complete yet" : "%,d".formatted(value.sourceSays()),
                    value.weHold());
            verb.out().println(value.equation());
            var table = new Table("RECORD", "KIND", "DETAIL");
            value.differences().forEach(each -> table.row(each.guid(), each.kind(), each.detail()));
            if (!table.isEmpty()) {
                table.print(verb.out());
            }
            if (found.json().has("next")) {
                verb.say("These are the first %,d differences; --csv prints all.", SHOWN);
            }
            return ExitCode.CLEAN;
        }
    }
}
