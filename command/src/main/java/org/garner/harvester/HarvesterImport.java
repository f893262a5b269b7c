package org.garner.harvester;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code harvester import}: the same documents, read again. */
@Command(
        name = "import",
        description =
                "Reads stored documents again, of all sources or of what is named, without a request to a source.")
final class HarvesterImport implements Runnable {
    @Parameters(arity = "0..1", paramLabel = "SOURCE", description = "Id or name of the source.")
    private @Nullable String source;

    @Option(
            names = {"-j", "--no-join-datasets"},
            description = "Accepted: what was withdrawn stays so, and what was never read is read by any job.")
    private boolean notJoined;

    @Option(
            names = {"-o", "--harvest-object-id"},
            paramLabel = "OBJECT",
            description = "Only this harvest object.")
    private @Nullable String object;

    @Option(
            names = {"-p", "--package-id"},
            paramLabel = "PACKAGE",
            description = "Only the record of this dataset.")
    private @Nullable String dataset;

    @Option(
            names = {"-g", "--guid"},
            paramLabel = "GUID",
            description = "Only this record.")
    private @Nullable String guid;

    @Option(
            names = "--segments",
            paramLabel = "HEX",
            description = "Refused by the server: several workers share the records of one job anyway.")
    private @Nullable String segments;

    @Mixin
    private CkanServer ckan;

    @Override
    public void run() {
        if (notJoined) {
            ckan.say("-j changes nothing: datasets that were withdrawn stay so, and what was never read is read by any"
                    + " job.");
        }
        try (var server = ckan.open()) {
            new HarvesterJobs(ckan, server).reimport(parameters());
        }
    }

    private Map<String, ?> parameters() {
        var parameters = new LinkedHashMap<String, Object>();
        put(parameters, "source_id", source);
        put(parameters, "harvest_object_id", object);
        put(parameters, "package_id", dataset);
        put(parameters, "guid", guid);
        put(parameters, "segments", segments);
        return parameters;
    }

    private static void put(Map<String, Object> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
