package org.garner.verbs;

import org.garner.client.InstallationClient;
import org.garner.client.Queue;
import org.garner.client.ServerClient;
import org.garner.console.Confirmation;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import org.garner.console.Table;
import org.garner.console.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code garner queue}: what waits and what is in work. */
@Command(name = "queue", description = "Shows what waits and what is in work, and throws it away.")
public final class QueueCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: list or purge");
    }

    @Command(
            name = "list",
            description = "Lists what waits and what is in work, by source and stage, in counts.",
            footer = {"", "Example: garner queue list --source coast"})
    int list(
            @Option(names = "--source", paramLabel = "S", description = "Only of this source (name, id or URL).")
                    @Nullable
                    String source,
            @Mixin ServerVerb verb) {
        try (var server = verb.open()) {
            var queue = new InstallationClient(server).queue(id(server, source));
            if (verb.json()) {
                verb.print(queue.json());
                return ExitCode.CLEAN;
            }
            print(queue.value(), verb);
            return ExitCode.CLEAN;
        }
    }

    private static void print(Queue queue, ServerVerb verb) {
        var table =
                new Table("SOURCE", "JOB", "STATUS", "STAGE", "ORDERS", "ACCEPTED", "ORDERED", "WAITING", "OLDEST s");
        for (var entry : queue.sources()) {
            if (entry.stages().isEmpty()) {
                table.row(entry.source().name(), entry.job(), entry.status(), null, 0, 0, 0, 0, 0);
            }
            entry.stages()
                    .forEach(at -> table.row(
                            entry.source().name(),
                            entry.job(),
                            entry.status(),
                            at.stage(),
                            at.orders(),
                            at.accepted(),
                            at.ordered(),
                            at.waiting(),
                            Math.round(at.oldestSeconds())));
        }
        table.printOr(verb.out(), verb.people(), "Nothing waits and nothing is in work.");
        if (!table.isEmpty()) {
            verb.say("In all: %s", words(queue.total()));
        }
    }

    private static String words(Queue.Total total) {
        return "%s, %s, %s that have not ended"
                .formatted(
                        Words.counted(total.jobs(), "open job"),
                        Words.counted(total.orders(), "order"),
                        Words.counted(total.objects(), "record"));
    }

    @Command(
            name = "purge",
            description = {
                "Ends all open jobs as aborted, or that of one source; asks first, with the counts.",
                "Nothing is lost: they can be resumed, and the next job of a source asks for the rest again. When"
                        + " there is more by the time of the answer than was shown, nothing is purged."
            },
            footer = {"", "Example: garner queue purge --source coast --yes"})
    int purge(
            @Option(names = "--source", paramLabel = "S", description = "Only of this source (name, id or URL).")
                    @Nullable
                    String source,
            @Mixin Confirmation confirmation,
            @Mixin ServerVerb verb) {
        try (var server = verb.open()) {
            var installation = new InstallationClient(server);
            var id = id(server, source);
            var queue = installation.queue(id).value();
            if (queue.total().jobs() > 0) {
                print(queue, verb);
                confirmation.require("Purging ends these jobs as aborted.");
            }
            var purged = installation.purge(id, queue.total());
            var jobs = purged.path("purged").size();
            verb.say(
                    "%s",
                    jobs == 0
                            ? "Nothing was in the queue."
                            : "%s ended; nothing of %s is written any more."
                                    .formatted(
                                            jobs == 1 ? "1 job was" : "%,d jobs were".formatted(jobs),
                                            jobs == 1 ? "it" : "them"));
            if (verb.json()) {
                verb.print(purged);
            }
            return ExitCode.CLEAN;
        }
    }

    private static @Nullable String id(ServerClient server, @Nullable String source) {
        return source == null ? null : new Named(server).source(source).id();
    }
}
