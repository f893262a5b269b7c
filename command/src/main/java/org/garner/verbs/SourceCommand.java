package org.garner.verbs;

import java.util.Map;
import java.util.TreeMap;
import org.garner.client.Source;
import org.garner.client.SourcesClient;
import org.garner.console.CommandException;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import org.garner.console.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code garner source}: what is harvested. */
@Command(
        name = "source",
        description = {
            "Shows, adds, edits and removes sources.",
            "A source is named by its name, its id, or its URL in any of the forms that it would be recognised by."
        },
        subcommands = {ClearCommand.class, ClearHistoryCommand.class, DeleteSourceCommand.class, ReconcileCommand.class
        })
public final class SourceCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: list, show, add, set, pause, resume, reconcile, clear, clear-history or delete");
    }

    @Command(
            name = "list",
            description = "Lists sources by name.",
            footer = {"", "Example: garner source list --type csw --search coast"})
    int list(
            @Option(names = "--type", paramLabel = "T", description = "Only those of this type.") @Nullable String type,
            @Option(names = "--search", paramLabel = "Q", description = "Only those with this in name, title or URL.")
                    @Nullable
                    String words,
            @Option(names = "--active", description = "Only those that take jobs.") boolean active,
            @Option(names = "--inactive", description = "Only those that take no jobs.") boolean inactive,
            @Mixin ServerVerb verb) {
        if (active && inactive) {
            throw CommandException.wrongUsage("--active and --inactive exclude each other");
        }
        var filter =
                new Filter().with("type", type).with("q", words).with("active", (active || inactive) ? active : null);
        try (var server = verb.open()) {
            var table = new Table("NAME", "TYPE", "STATE", "FREQUENCY", "NEXT RUN", "PUBLISHER", "URL");
            new SourcesClient(server).each(filter.toString(), found -> {
                if (verb.json()) {
                    verb.print(found.json());
                    return;
                }
                var source = found.value();
                table.row(
                        source.name(),
                        source.type(),
                        source.state(),
                        source.frequency(),
                        source.nextRun(),
                        source.publisher(),
                        source.url());
            });
            if (!verb.json()) {
                table.printOr(verb.out(), verb.people(), "There is no such source. Add one with garner source add");
            }
            return ExitCode.CLEAN;
        }
    }

    @Command(
            name = "show",
            description = "Shows a source, how much there is of it, and its newest job.",
            footer = {"", "Example: garner source show https://catalogue.example/csw"})
    int show(
            @Parameters(paramLabel = "SOURCE", description = JobCommand.SOURCE) String source, @Mixin ServerVerb verb) {
        try (var server = verb.open()) {
            var sources = new SourcesClient(server);
            var shown = sources.show(new Named(server).source(source).id());
            if (verb.json()) {
                verb.print(shown.json());
                return ExitCode.CLEAN;
            }
            print(shown.value(), verb);
            var summary = sources.summary(shown.value().id()).value();
            verb.out().printf("  %,d datasets in the catalogue, %,d jobs%n", summary.datasets(), summary.jobs());
            var last = summary.lastJob();
            if (last != null) {
                verb.out()
                        .printf(
                                "  newest job %s: %s, created %s%s%n",
                                last.id(),
                                JobWords.state(last),
                                JobWords.time(last.created()),
                                last.reason() == null ? "" : ": " + last.reason());
            }
            return ExitCode.CLEAN;
        }
    }

    private static void print(Source source, ServerVerb verb) {
        var out = verb.out();
        out.printf("%s (%s): %s%n", source.name(), source.type(), source.title());
        out.printf("  %s%n  id %s%n", source.url(), source.id());
        out.printf(
                "  %s, frequency %s, next run %s%n",
                source.state(), source.frequency(), JobWords.time(source.nextRun()));
        var paused = source.paused();
        if (paused != null) {
            out.printf("  paused since %s: %s%n", JobWords.time(paused.since()), paused.reason());
        }
        if (!source.quietHours().isEmpty()) {
            out.printf("  quiet hours %s%n", String.join("; ", source.quietHours()));
        }
        if (source.publisher() != null) {
            out.printf("  publisher %s%n", source.publisher());
        }
        if (!source.notes().isBlank()) {
            out.printf("  %s%n", source.notes());
        }
        out.printf("  settings %s%n", source.config());
    }

    @Command(
            name = "add",
            description = {
                "Adds a source and prints its name on stdout.",
                "One with the same type, URL and settings is found, and not changed; one that was deleted comes back"
                        + " with its datasets. garner inspect URL finds out the type."
            },
            footer = {
                "",
                "Example: garner source add https://catalogue.example/csw --type csw --name coast --frequency DAILY"
            })
    int add(
            @Parameters(paramLabel = "URL", description = "Where the source answers.") String url,
            @Option(
                            names = "--type",
                            required = true,
                            paramLabel = "T",
                            description = "Its type, such as csw, waf, ckan or dcatus.")
                    String type,
            @Option(
                            names = "--name",
                            paramLabel = "N",
                            description = "Its short name; by default made of host and path.")
                    @Nullable
                    String name,
            @Option(names = "--inactive", description = "It takes no jobs until it is resumed.") boolean inactive,
            @Mixin SourceMembers members,
            @Mixin ServerVerb verb) {
        var wanted = new TreeMap<>(members.given());
        wanted.put("url", url);
        wanted.put("type", type);
        SourceMembers.put(wanted, "name", name);
        SourceMembers.put(wanted, "active", inactive ? Boolean.FALSE : null);
        try (var server = verb.open()) {
            var source = new SourcesClient(server).add(wanted);
            verb.say(
                    "%s: %s at %s",
                    source.value().name(), source.value().type(), source.value().url());
            verb.out().println(verb.json() ? source.json() : source.value().name());
            return ExitCode.CLEAN;
        }
    }

    @Command(
            name = "set",
            description = {
                "Changes what is named of a source, and nothing else; an empty text takes a value away.",
                "URL, type and settings cannot change while the source has an open job."
            },
            footer = {"", "Example: garner source set coast --frequency '30 6 * * MON-FRI Europe/London'"})
    int set(
            @Parameters(paramLabel = "SOURCE", description = JobCommand.SOURCE) String source,
            @Option(names = "--url", paramLabel = "URL", description = "Where it answers now.") @Nullable String url,
            @Option(names = "--type", paramLabel = "T", description = "Its type.") @Nullable String type,
            @Option(names = "--name", paramLabel = "N", description = "Its short name.") @Nullable String name,
            @Mixin SourceMembers members,
            @Mixin ServerVerb verb) {
        var wanted = new TreeMap<>(members.given());
        SourceMembers.put(wanted, "url", url);
        SourceMembers.put(wanted, "type", type);
        SourceMembers.put(wanted, "name", name);
        if (wanted.isEmpty()) {
            throw CommandException.wrongUsage("Say what to set: see garner source set --help");
        }
        return edited(source, wanted, "%s was changed: " + String.join(", ", wanted.keySet()), verb);
    }

    @Command(
            name = "pause",
            description = "Lets a source take no jobs, neither by the clock nor by hand; an open job goes on.",
            footer = {"", "Example: garner source pause coast"})
    int pause(
            @Parameters(paramLabel = "SOURCE", description = JobCommand.SOURCE) String source, @Mixin ServerVerb verb) {
        return edited(source, Map.of("active", false), "%s takes no jobs. garner source resume takes that back.", verb);
    }

    @Command(
            name = "resume",
            description = "Lets a source take jobs again, by the clock too.",
            footer = {"", "Example: garner source resume coast"})
    int resume(
            @Parameters(paramLabel = "SOURCE", description = JobCommand.SOURCE) String source, @Mixin ServerVerb verb) {
        return edited(source, Map.of("active", true), "%s takes jobs.", verb);
    }

    private static int edited(String source, Map<String, ?> members, String done, ServerVerb verb) {
        try (var server = verb.open()) {
            var id = new Named(server).source(source).id();
            var edited = new SourcesClient(server).edit(id, members);
            verb.say(done, edited.value().name());
            if (verb.json()) {
                verb.print(edited.json());
            }
            return ExitCode.CLEAN;
        }
    }
}
