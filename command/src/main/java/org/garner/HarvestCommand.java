package org.garner;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.garner.client.ErrorsCsv;
import org.garner.client.JobError;
import org.garner.client.JobFollower;
import org.garner.client.JobReport;
import org.garner.client.JobsClient;
import org.garner.client.NewSource;
import org.garner.client.ServerClient;
import org.garner.client.ServerException;
import org.garner.client.Source;
import org.garner.client.SourcesClient;
import org.garner.console.CommandException;
import org.garner.console.ConfigText;
import org.garner.console.DataOption;
import org.garner.console.ExitCode;
import org.garner.console.Terminal;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.InvalidConfigException;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.http.AddressRules;
import org.garner.harvest.http.HttpSettings;
import org.garner.harvest.http.LocalPermits;
import org.garner.harvest.http.PoliteClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvesters.Harvesters;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code garner harvest}: one job in the foreground. */
@Command(
        name = "harvest",
        description = {
            "Harvests one source into the catalogue and shows how it goes.",
            "A source is its type, address and configuration: a second run finds it again and brings home what changed."
                    + " When a server runs on the data folder, the job is submitted there; else one is started for the"
                    + " time of the job. Ctrl-C asks whether to leave the job running or to abort it."
        })
final class HarvestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "URL", description = "Where the source answers.")
    private String address;

    @Option(
            names = "--type",
            paramLabel = "T",
            description = "The type of the source, such as ckan or csw; found out when not given.")
    private @Nullable String type;

    @Option(
            names = "--name",
            paramLabel = "N",
            description = "A short name for the source; by default made of host and path.")
    private @Nullable String name;

    @Option(names = "--publisher", paramLabel = "P", description = "The publisher that its datasets belong to.")
    private @Nullable String publisher;

    @Option(
            names = "--config",
            paramLabel = "FILE|JSON",
            description = "Settings of the source: a JSON object, or a file with one.")
    private @Nullable String config;

    @Option(
            names = "--full",
            description =
                    "Ignores dates, ETags and hashes: reads every record again, and still writes only what differs.")
    private boolean full;

    @Mixin
    private DataOption data;

    @Option(names = "--errors", paramLabel = "FILE.csv", description = "Writes all errors of the job into this file.")
    private @Nullable Path errors;

    @Option(names = "--json", description = "Prints the report as one JSON object on the last line of stdout.")
    private boolean json;

    private final long began = System.nanoTime();

    @Override
    public Integer call() throws InterruptedException {
        var url = Addresses.source(address);
        var people = spec.commandLine().getErr();
        var settings = config == null ? SourceConfig.NONE : settings(config);
        String found;
        try {
            found = type == null
                    ? detect(url)
                    : InspectCommand.harvesterType(type).value();
        } catch (SourceException e) {
            return report(JobReport.withoutJob(error(e.failure()), seconds()), people);
        }
        var source = new NewSource(
                url.toString(),
                found,
                name,
                null,
                publisher,
                settings.equals(SourceConfig.NONE) ? null : settings.tree());
        try (var csv = errors == null ? null : new ErrorsCsv(errors);
                var server = FolderServer.open(data.folder(), url, people)) {
            showToken(server, people);
            return harvest(server, source, csv, people);
        }
    }

    private int harvest(FolderServer server, NewSource wanted, @Nullable ErrorsCsv csv, PrintWriter people)
            throws InterruptedException {
        try (var interrupts = Interrupts.of(server, people)) {
            var client = server.client();
            var source = create(client, wanted);
            var started = new SourcesClient(client).startOrFind(source.id(), full);
            var jobs = new JobsClient(client);
            interrupts.following(started.id());
            people.printf(
                    "%s: job %s of type %s%s%n",
                    source.name(),
                    started.id(),
                    wanted.type(),
                    started.wasOpen() ? " was open already: following it" : "");
            var job = new JobFollower(client, people, Terminal.attended()).follow(started.id());
            interrupts.following(null);
            server.awaitIndexed(people);
            if (csv != null) {
                jobs.eachError(job.id(), Long.MAX_VALUE, error -> csv.add(error.value()));
            }
            return report(JobReport.of(job, jobs.errors(job.id(), JobReport.ERRORS_SHOWN), seconds()), people);
        }
    }

    private static Source create(ServerClient client, NewSource wanted) {
        try {
            return new SourcesClient(client).add(wanted);
        } catch (ServerException e) {
            // What the server says of a name that is taken, or of settings that the type refuses, names both sides.
            if (e.status() == 400 || e.status() == 409 || e.status() == 422) {
                throw CommandException.wrongUsage(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private int report(JobReport report, PrintWriter people) {
        report.print(people);
        if (json) {
            var out = spec.commandLine().getOut();
            out.println(report.json());
            out.flush();
        }
        return ExitCode.of(report.outcome());
    }

    private void showToken(FolderServer server, PrintWriter people) {
        var own = server.own();
        if (!json && own != null && own.token().isNew()) {
            UpCommand.show(own.token(), data.folder(), people);
        }
    }

    /** Asks the address what it is. */
    private String detect(URI url) throws SourceException, InterruptedException {
        var settings = HttpSettings.defaults(Garner.Version.number(), Addresses.contact());
        var harvesters = Harvesters.onClassPath();
        try (var client =
                new PoliteClient(settings, AddressRules.typed(url), new LocalPermits(), new CompositeMeterRegistry())) {
            var found = harvesters.detect(url, client);
            if (found.isPresent()) {
                return found.get().type().value();
            }
        }
        var types = harvesters.all().stream()
                .map(one -> one.type().value())
                .sorted()
                .collect(Collectors.joining(", "));
        throw new SourceException(new HarvestFailure.Unexpected(
                url, "a source of type " + types, "an answer that none of them gives; --type says which one it is"));
    }

    private static SourceConfig settings(String fileOrJson) {
        try {
            return SourceConfig.parse(ConfigText.of(fileOrJson));
        } catch (InvalidConfigException e) {
            throw CommandException.wrongUsage("--config: " + e.getMessage());
        }
    }

    private static JobError error(HarvestFailure failure) {
        var where = failure.address();
        return new JobError(
                null,
                "gather",
                failure.kind().word(),
                failure.describe(),
                failure.line(),
                where == null ? null : where.toString());
    }

    private double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }
}
