package org.garner;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.garner.console.CommandException;
import org.garner.console.ExitCode;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.http.AddressRules;
import org.garner.harvest.http.HttpSettings;
import org.garner.harvest.http.LocalPermits;
import org.garner.harvest.http.PoliteClient;
import org.garner.inspect.Inspection;
import org.garner.inspect.JsonResults;
import org.garner.inspect.TextResults;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code garner inspect}: reads a document or a listing, with no catalogue and no server. */
@Command(
        name = "inspect",
        description = {
            "Reads one document, or all records of a listing, and shows the datasets they make.",
            "Needs no catalogue and no server. Exit status: 0 read, 1 some unreadable, 2 none read."
        })
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE|URL",
            description = "A record or a data.json in a file, or the address of a record or of a source.")
    private String what;

    @Option(
            names = "--type",
            paramLabel = "T",
            description = "The type of the source, such as csw, dcatus or waf; found out when not given.")
    private @Nullable String type;

    @Option(names = "--limit", paramLabel = "N", description = "Reads at most N records of a listing.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--json", description = "Writes one JSON object: format, datasets, warnings, errors.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (limit < 1) {
            throw CommandException.wrongUsage("--limit is 1 or more, but was " + limit);
        }
        if (!json) {
            var command = spec.commandLine();
            return inspect(new Inspection(new TextResults(command.getOut(), command.getErr()), limit));
        }
        try (var results = new JsonResults(spec.commandLine().getOut())) {
            return inspect(new Inspection(results, limit));
        }
    }

    private int inspect(Inspection inspection) throws InterruptedException {
        if (what.startsWith("http://") || what.startsWith("https://")) {
            var url = Addresses.source(what);
            var settings = HttpSettings.defaults(Garner.Version.number(), Addresses.contact());
            try (var client = new PoliteClient(
                    settings,
                    AddressRules.typed(url),
                    new LocalPermits(settings.hosts()),
                    new CompositeMeterRegistry())) {
                inspection.address(url, type == null ? null : harvesterType(type), client);
            }
        } else {
            inspection.file(Path.of(what));
        }
        if (inspection.unreadable() == 0 && inspection.read() > 0) {
            return ExitCode.CLEAN;
        }
        return inspection.read() > 0 ? ExitCode.RECORD_ERRORS : ExitCode.FAILED;
    }

    static HarvesterType harvesterType(String word) {
        try {
            return new HarvesterType(word);
        } catch (IllegalArgumentException e) {
            throw CommandException.wrongUsage(String.valueOf(e.getMessage()));
        }
    }
}
