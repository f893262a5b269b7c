package org.garner.verbs;

import java.util.concurrent.Callable;
import org.garner.client.Answered;
import org.garner.client.InstallationClient;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import org.garner.console.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code garner workers}: who works. */
@Command(
        name = "workers",
        description = "Lists the workers, dead ones for a day; drains and restarts them.",
        footer = {"", "Example: garner workers"})
public final class WorkersCommand implements Callable<Integer> {
    private static final String WORKER = "The id of a worker, or a kind for all of it: gather, fetch or import.";

    @Mixin
    private ServerVerb all;

    @Override
    public Integer call() {
        return list(all);
    }

    @Command(
            name = "list",
            description = "Lists the workers, dead ones for a day.",
            footer = {"", "Example: garner workers list --json"})
    int list(@Mixin ServerVerb verb) {
        try (var server = verb.open()) {
            print(new InstallationClient(server).workers(), verb);
            return ExitCode.CLEAN;
        }
    }

    @Command(
            name = "drain",
            description = {
                "Lets workers take nothing more. They finish what they have begun, or give it back after 20 s, and"
                        + " stay idle until they are restarted.",
                "When one was the only one of its kind, work of this kind waits."
            },
            footer = {"", "Example: garner workers drain fetch"})
    int drain(@Parameters(paramLabel = "WORKER", description = WORKER) String worker, @Mixin ServerVerb verb) {
        return ask(worker, "drain", verb);
    }

    @Command(
            name = "restart",
            description = "Drains workers, then starts them afresh; nothing is lost, and no attempt is counted.",
            footer = {"", "Example: garner workers restart fetch"})
    int restart(@Parameters(paramLabel = "WORKER", description = WORKER) String worker, @Mixin ServerVerb verb) {
        return ask(worker, "restart", verb);
    }

    private static int ask(String worker, String wish, ServerVerb verb) {
        try (var server = verb.open()) {
            var asked = new InstallationClient(server).ask(worker, wish);
            verb.say("Asked; they hear it with their next heartbeat. garner workers shows how far they are.");
            print(asked, verb);
            return ExitCode.CLEAN;
        }
    }

    private static void print(Answered<InstallationClient.Workers> workers, ServerVerb verb) {
        if (verb.json()) {
            workers.json().path("workers").forEach(verb::print);
            return;
        }
        var table = new Table(
                "WORKER", "KIND", "STATE", "WANTED", "ORDERS", "RECORDS", "BEAT", "STARTED", "HOST", "PROCESS");
        workers.value()
                .workers()
                .forEach(worker -> table.row(
                        worker.id(),
                        worker.kind(),
                        worker.state(),
                        worker.wanted(),
                        worker.orders(),
                        worker.objects(),
                        worker.beat(),
                        worker.started(),
                        worker.host(),
                        Long.toString(worker.pid())));
        table.printOr(
                verb.out(),
                verb.people(),
                "There is no worker: nothing is listed, fetched or imported until one is started.");
    }
}
