package org.garner;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.garner.client.JobFollower;
import org.garner.client.JobReport;
import org.garner.client.JobsClient;
import org.garner.client.NewSource;
import org.garner.client.ServerClient;
import org.garner.client.SourcesClient;
import org.garner.console.CommandException;
import org.garner.console.DataOption;
import org.garner.console.ExitCode;
import org.garner.console.Terminal;
import org.garner.embedded.DataFolder;
import org.garner.simulator.DemoSources;
import org.garner.standalone.StandaloneServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code garner demo}: harvests sample sources from inside, and compares what was found with what was planted. */
@Command(
        name = "demo",
        description = {
            "Shows a harvest of two sample sources, which are served from inside, with a few deliberate faults.",
            "Works in DIR/demo, which is emptied first; then answers until it is stopped. With --once it ends after the"
                    + " harvest: 0 when the planted faults, and only those, appeared, else 2."
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--once", description = "Ends after the harvest.")
    private boolean once;

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
        var folder = data.folder().resolve("demo");
        empty(folder);
        people.printf("Starting Postgres, Kafka, Solr and Garner in %s (usually 5 to 15 seconds) ...%n", folder);
        var settings = new StandaloneServer.Settings(
                folder, "127.0.0.1", once ? 0 : UpCommand.checked(port), Set.of("127.0.0.1"));
        var server = StandaloneServer.start(settings);
        var stop = new Thread(server::close, "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        boolean asExpected;
        try (var sources = DemoSources.start();
                var client = new ServerClient(server.url(), server.token().value())) {
            asExpected = harvest(sources, client, people);
            if (!server.awaitIndexed(Duration.ofMinutes(1))) {
                people.println("The search index is not up to date yet.");
            }
        }
        if (once) {
            server.close();
            return asExpected ? ExitCode.CLEAN : ExitCode.FAILED;
        }
        UpCommand.show(server.token(), folder, people);
        people.printf(
                "Garner answers on %s; try %s/api/3/action/package_search?q=flood. Ctrl-C stops it.%n",
                server.url(), server.url());
        new CountDownLatch(1).await();
        return ExitCode.CLEAN;
    }

    private static boolean harvest(DemoSources sources, ServerClient client, PrintWriter people)
            throws InterruptedException {
        var known = new SourcesClient(client);
        var comparisons = new ArrayList<Comparison>();
        for (var expected : sources.expected()) {
            var began = System.nanoTime();
            var source = known.add(new NewSource(
                    expected.url().toString(), expected.type(), expected.name(), expected.title(), null, null));
            var job = known.startOrFind(source.id(), false);
            people.printf(
                    "Harvesting %s, a %s of %d records ...%n", expected.title(), expected.type(), records(expected));
            var ended = new JobFollower(client, people, Terminal.attended()).follow(job.id());
            var errors = new JobsClient(client).errors(job.id(), JobReport.ERRORS_SHOWN);
            comparisons.add(new Comparison(expected, JobReport.of(ended, errors, (System.nanoTime() - began) / 1e9)));
        }
        return print(comparisons, people);
    }

    private static int records(DemoSources.Expected expected) {
        return expected.added() + expected.duplicates() + expected.faults().size();
    }

    private static boolean print(List<Comparison> comparisons, PrintWriter people) {
        people.printf("%n%-30s %-44s %s%n", "Source", "Expected", "Found");
        comparisons.forEach(one -> people.printf("%-30s %-44s %s%n", one.title(), one.expected(), one.found()));
        people.printf("%nPlanted faults:%n");
        comparisons.forEach(one -> one.faults().forEach(line -> people.printf("  %s%n", line)));
        var surprises =
                comparisons.stream().flatMap(one -> one.surprises().stream()).toList();
        surprises.forEach(line -> people.printf("  NOT PLANTED: %s%n", line));
        var asExpected = comparisons.stream().allMatch(Comparison::holds);
        people.printf(
                "%n%s%n",
                asExpected ? "All as expected: the planted faults, and only those, appeared." : "NOT as expected.");
        people.flush();
        return asExpected;
    }

    private static void empty(Path folder) {
        DataFolder.owner(folder).ifPresent(owner -> {
            throw CommandException.failed(
                    "The demo's folder %s is in use by %s. Stop that process, or choose another folder with --data."
                            .formatted(folder, owner.describe()));
        });
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw CommandException.failed("The demo's folder %s could not be emptied: %s".formatted(folder, e));
        }
    }
}
