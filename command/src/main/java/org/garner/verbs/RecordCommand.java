package org.garner.verbs;

import java.util.List;
import java.util.Objects;
import org.garner.client.RecordStory;
import org.garner.client.SourcesClient;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import org.garner.console.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code garner record}: single records of a source. */
@Command(
        name = "record",
        description = "Shows what is held of a record and what became of it, and fetches records again.")
public final class RecordCommand implements Runnable {
    private static final String GUID = "The name that the source gives the record.";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: show, history or refetch");
    }

    @Command(
            name = "show",
            description = "Shows what is held of a record, and what became of it in the newest job that had it.",
            footer = {"", "Example: garner record show coast https://data.example/levels.xml"})
    int show(
            @Parameters(paramLabel = "SOURCE", description = JobCommand.SOURCE) String source,
            @Parameters(paramLabel = "GUID", description = GUID) String guid,
            @Mixin ServerVerb verb) {
        try (var server = verb.open()) {
            var story = new SourcesClient(server)
                    .record(new Named(server).source(source).id(), guid, 1);
            if (verb.json()) {
                verb.print(story.json());
                return ExitCode.CLEAN;
            }
            print(story.value(), verb);
            return ExitCode.CLEAN;
        }
    }

    private static void print(RecordStory story, ServerVerb verb) {
        var out = verb.out();
        out.println(story.guid());
        var held = story.record();
        if (held == null) {
            out.println("  nothing is held of it: it was never read successfully");
        } else {
            out.printf(
                    "  dataset %s%s%n",
                    held.dataset() == null ? "none" : held.dataset().id(),
                    held.withdrawn() == null ? "" : ", withdrawn " + JobWords.time(held.withdrawn()));
            out.printf(
                    "  last seen %s, fetched %s%s%n",
                    JobWords.time(held.lastSeen()),
                    JobWords.time(held.fetched()),
                    held.fetchUrl() == null ? "" : " from " + held.fetchUrl());
            out.printf(
                    "  document %s%s%n",
                    Objects.requireNonNullElse(held.documentHash(), "none"),
                    held.revision() == null ? "" : ", revision " + held.revision());
        }
        story.history().forEach(ended -> {
            out.printf(
                    "  job %s: %s, attempt %d%s, %s%n",
                    ended.job(),
                    Objects.requireNonNullElse(ended.outcome(), "open, " + ended.state()),
                    ended.attempt(),
                    ended.worker() == null ? "" : " by " + ended.worker(),
                    JobWords.time(ended.times().ended()));
            ended.errors()
                    .forEach(error -> out.printf(
                            "    %s, %s%s: %s%n",
                            error.stage(),
                            error.kind(),
                            error.line() == null ? "" : ", line " + error.line(),
                            error.message()));
        });
    }

    @Command(
            name = "history",
            description = "Lists what became of a record in the jobs of its source, the newest first.",
            footer = {"", "Example: garner record history coast https://data.example/levels.xml"})
    int history(
            @Parameters(paramLabel = "SOURCE", description = JobCommand.SOURCE) String source,
            @Parameters(paramLabel = "GUID", description = GUID) String guid,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "How many jobs at most, up to 200; by default ${DEFAULT-VALUE}.")
                    int limit,
            @Mixin ServerVerb verb) {
        try (var server = verb.open()) {
            var story = new SourcesClient(server)
                    .record(new Named(server).source(source).id(), guid, limit);
            if (verb.json()) {
                story.json().path("history").forEach(verb::print);
                return ExitCode.CLEAN;
            }
            var table = new Table("JOB", "OUTCOME", "LISTED", "FETCHED", "ENDED", "ATTEMPT", "ERROR");
            story.value()
                    .history()
                    .forEach(ended -> table.row(
                            ended.job(),
                            Objects.requireNonNullElse(ended.outcome(), ended.state()),
                            ended.times().gathered(),
                            ended.times().fetched(),
                            ended.times().ended(),
                            ended.attempt(),
                            ended.errors().isEmpty()
                                    ? null
                                    : ended.errors().getFirst().message()));
            table.printOr(verb.out(), verb.people(), "No job that is still kept had this record.");
            return ExitCode.CLEAN;
        }
    }

    @Command(
            name = "refetch",
            description = "Starts a job that fetches these records again, and no others.",
            footer = {"", "Example: garner record refetch coast https://data.example/levels.xml --watch"})
    int refetch(
            @Parameters(paramLabel = "SOURCE", description = JobCommand.SOURCE) String source,
            @Parameters(paramLabel = "GUID", arity = "1..*", description = GUID) List<String> guids,
            @Option(names = "--watch", description = "Follows the job to its end; the exit status tells its outcome.")
                    boolean watch,
            @Mixin ServerVerb verb)
            throws InterruptedException {
        try (var server = verb.open()) {
            var id = new Named(server).source(source).id();
            return JobCommand.started(server, id, "record", guids, watch, verb);
        }
    }
}
