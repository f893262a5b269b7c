package org.garner;

import java.util.concurrent.Callable;
import org.garner.console.CommandException;
import picocli.CommandLine.Command;

/** Documents {@code garner control}; the script starts it itself, on a class path that holds only its room. */
@Command(
        name = "control",
        description = {
            "Runs control as its own process, against external Postgres, Kafka and Solr.",
            "It migrates the database, dispatches orders, follows the index and serves the REST and Action APIs. Its"
                    + " settings are environment variables; the README lists them. Started by the garner script, on a"
                    + " class path of its own."
        })
final class ControlCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw CommandException.wrongUsage(
                "Control runs on its own class path: start it with the garner script of the distribution.");
    }
}
