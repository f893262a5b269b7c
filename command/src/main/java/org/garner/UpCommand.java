package org.garner;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.garner.console.CommandException;
import org.garner.console.DataOption;
import org.garner.console.ExitCode;
import org.garner.standalone.AdminToken;
import org.garner.standalone.StandaloneServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code garner up}: the standalone server. */
@Command(
        name = "up",
        description = {
            "Runs the standalone server: everything in one process, over its own Postgres, Kafka and Solr.",
            "Prints its address on stdout when it answers, and runs until it is stopped. The first start makes an admin"
                    + " token, shows it once and keeps it in DIR/admin.token."
        },
        footerHeading = "%nEnvironment: GARNER_HTTP_ALLOW (hosts, addresses and networks that may be harvested"
                + " although they are not public, separated by commas), GARNER_SCHEDULER (on: sources run by the clock;"
                + " without it they do in GARNER_ENVIRONMENT=production only).%n")
final class UpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "The address to listen on; by default ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port to listen on, 0 for any free one; by default ${DEFAULT-VALUE}.")
    private int port = 8080;

    @Mixin
    private DataOption data;

    @Override
    public Integer call() throws InterruptedException {
        var people = spec.commandLine().getErr();
        people.printf("Starting Postgres, Kafka, Solr and Garner in %s (usually 5 to 15 seconds) ...%n", data.folder());
        var server = StandaloneServer.start(
                new StandaloneServer.Settings(data.folder(), host, checked(port), allowedHosts()));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        if (server.token().isNew()) {
            show(server.token(), data.folder(), people);
        }
        people.printf("Garner answers on %s. Ctrl-C stops it.%n", server.url());
        spec.commandLine().getOut().println(server.url());
        spec.commandLine().getOut().flush();
        new CountDownLatch(1).await();
        return ExitCode.CLEAN;
    }

    static int checked(int port) {
        if (port < 0 || port > 65_535) {
            throw CommandException.wrongUsage("--port is 0 to 65535, but was " + port);
        }
        return port;
    }

    /** Hosts that the operator lets this server harvest from although they are not public. */
    static Set<String> allowedHosts() {
        var stated = System.getenv("GARNER_HTTP_ALLOW");
        return stated == null
                ? Set.of()
                : Arrays.stream(stated.split(","))
                        .map(String::strip)
                        .filter(host -> !host.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** Shows a new token, the one time. */
    static void show(AdminToken token, Path folder, PrintWriter people) {
        people.printf(
                "The admin token, shown this once and kept in %s:%n  %s%n",
                folder.resolve("admin.token"), token.value());
    }
}
