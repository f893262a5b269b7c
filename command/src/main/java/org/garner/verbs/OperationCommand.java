package org.garner.verbs;

import org.garner.client.InstallationClient;
import org.garner.client.Operation;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import org.garner.console.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code garner operation}: work on whole sources, which clear, clear-history and delete begin. */
@Command(
        name = "operation",
        description = "Shows and cancels the work on whole sources that source clear, clear-history and delete begin.")
public final class OperationCommand implements Runnable {
    private static final int SHOWN = 50;
    private static final String OPERATION = "The id of the operation.";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: list, show or cancel");
    }

    @Command(
            name = "list",
            description = "Lists the 50 newest operations.",
            footer = {"", "Example: garner operation list --source coast"})
    int list(
            @Option(names = "--source", paramLabel = "S", description = "Only on this source (name, id or URL).")
                    @Nullable
                    String source,
            @Mixin ServerVerb verb) {
        try (var server = verb.open()) {
            var table =
                    new Table("OPERATION", "KIND", "SOURCE", "STATE", "DONE", "OF", "CREATED", "FINISHED", "REASON");
            var id = source == null ? null : new Named(server).source(source).id();
            new InstallationClient(server).operations(id, SHOWN, each -> {
                if (verb.json()) {
                    verb.print(each.json());
                } else {
                    row(table, each.value());
                }
            });
            if (!verb.json()) {
                table.printOr(verb.out(), verb.people(), "There is no operation.");
            }
            return ExitCode.CLEAN;
        }
    }

    private static void row(Table table, Operation operation) {
        table.row(
                operation.id(),
                operation.kind(),
                operation.source().name(),
                operation.state(),
                operation.done(),
                operation.total(),
                operation.created(),
                operation.finished(),
                operation.reason());
    }

    @Command(
            name = "show",
            description = "Shows how far an operation is. The exit status is 2 when it failed or was cancelled.",
            footer = {"", "Example: garner operation show 0198c7a2-93d5-7c1e-8a52-5a1f0e6a7b10 --wait"})
    int show(
            @Parameters(paramLabel = "OPERATION", description = OPERATION) String id,
            @Option(names = "--wait", description = "Waits for its end.") boolean wait,
            @Mixin ServerVerb verb)
            throws InterruptedException {
        try (var server = verb.open()) {
            var shown = new InstallationClient(server).operation(id);
            var now = wait ? OperationWait.follow(server, shown, verb) : shown;
            if (verb.json()) {
                verb.print(now.json());
            } else {
                verb.out().println(OperationWait.progress(now.value()));
            }
            return now.value().isOpen() || now.value().state().equals("done") ? ExitCode.CLEAN : ExitCode.FAILED;
        }
    }

    @Command(
            name = "cancel",
            description = "Cancels an open operation. What it has done stays, and its source takes jobs again.",
            footer = {"", "Example: garner operation cancel 0198c7a2-93d5-7c1e-8a52-5a1f0e6a7b10"})
    int cancel(@Parameters(paramLabel = "OPERATION", description = OPERATION) String id, @Mixin ServerVerb verb) {
        try (var server = verb.open()) {
            var cancelled = new InstallationClient(server).cancel(id);
            verb.say("%s", OperationWait.progress(cancelled.value()));
            if (verb.json()) {
                verb.print(cancelled.json());
            }
            return ExitCode.CLEAN;
        }
    }
}
