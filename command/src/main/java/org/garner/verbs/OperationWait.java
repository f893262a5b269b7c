package org.garner.verbs;

import java.util.concurrent.atomic.AtomicReference;
import org.garner.client.Answered;
import org.garner.client.InstallationClient;
import org.garner.client.Operation;
import org.garner.client.ServerClient;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import picocli.CommandLine.Option;

/** Waits for work on a whole source, the same for every verb that begins some. */
final class OperationWait {
    @Option(names = "--no-wait", description = "Does not wait for its end; garner operation show tells how far it is.")
    private boolean noWait;

    @Option(names = "--abort-open", description = "Aborts an open job of the source first; else it is in the way.")
    private boolean abortOpen;

    boolean abortOpen() {
        return abortOpen;
    }

    /** Follows an operation to its end, unless that is not wanted; 0 when it is done, 2 when it failed or was cancelled. */
    int end(ServerClient server, Answered<Operation> begun, ServerVerb verb) throws InterruptedException {
        var id = begun.value().id();
        verb.say("Operation %s, %s, has begun.", id, begun.value().what());
        var now = begun;
        if (!noWait) {
            now = follow(server, begun, verb);
        }
        if (verb.json()) {
            verb.print(now.json());
        }
        return now.value().isOpen() || now.value().state().equals("done") ? ExitCode.CLEAN : ExitCode.FAILED;
    }

    static Answered<Operation> follow(ServerClient server, Answered<Operation> begun, ServerVerb verb)
            throws InterruptedException {
        var id = begun.value().id();
        var sentence =
                "Operation %s goes on in the server. garner operation show %s --wait follows it; garner operation cancel %s ends it."
                        .formatted(id, id, id);
        var shown = new AtomicReference<>("");
        try (var leaving = new Leaving(verb.people(), sentence)) {
            leaving.arm();
            return new InstallationClient(server).follow(begun, now -> {
                var progress = progress(now);
                if (!progress.equals(shown.getAndSet(progress))) {
                    verb.say("%s", progress);
                }
            });
        }
    }

    static String progress(Operation operation) {
        return "%s: %s%s%s"
                .formatted(
                        operation.what(),
                        operation.state(),
                        operation.total() == null ? "" : ", %,d of %,d".formatted(operation.done(), operation.total()),
                        operation.reason() == null ? "" : ": " + operation.reason());
    }
}
