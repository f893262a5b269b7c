package org.garner.harvester;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.garner.console.CommandException;
import org.garner.console.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code garner harvester}: the grammar of CKAN's command {@code ckan harvester}. */
@Command(
        name = "harvester",
        description = {
            "CKAN's command harvester: takes the arguments of its verbs and prints what they print.",
            "For new scripts the verbs of garner itself say more, and have --json."
        },
        subcommands = {HarvesterSourceCommand.class, HarvesterRunTest.class, HarvesterImport.class},
        footer = {
            "",
            "Exit status, as CKAN's: 0 done, 1 refused or failed; 64 wrong usage. Of run-test: 0 clean, 1 some records"
                    + " in error, 2 failed, aborted or another job is open, 3 deletions held."
        })
public final class HarvesterCommand implements Runnable {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "CKAN's settings: accepted and not read. Settings come from the environment.")
    void config(String file) {
        // Lines of runbooks have it; nothing in such a file is ours.
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: one of the verbs below");
    }

    /** CKAN's command ends with 1 for whatever went wrong; only run-test says more. The exits of other commands stay as they are. */
    public static IExecutionExceptionHandler exits(IExecutionExceptionHandler explained) {
        return (trouble, command, parsed) -> {
            var status = explained.handleExecutionException(trouble, command, parsed);
            return status == ExitCode.FAILED && isCkans(command) ? FAILED : status;
        };
    }

    private static boolean isCkans(CommandLine command) {
        var verb = command.getCommandSpec();
        return !(verb.userObject() instanceof HarvesterRunTest)
                && Stream.iterate(verb, Objects::nonNull, CommandSpec::parent)
                        .anyMatch(above -> above.userObject() instanceof HarvesterCommand);
    }

    @Command(name = "initdb", description = "Does nothing: control creates and upgrades the tables when it starts.")
    void initdb() {
        spec.commandLine().getErr().println("Nothing to do: control creates and upgrades the tables when it starts.");
    }

    @Command(name = "sources", description = "Lists the harvest sources that take jobs; with 'all' the others too.")
    void sources(
            @Parameters(arity = "0..1", paramLabel = "all", description = "Also those that take no jobs.") @Nullable
                    String all,
            @Mixin CkanServer ckan) {
        withSources(ckan, sources -> sources.list(all != null && !all.isEmpty()));
    }

    @Command(name = "job", description = "Starts a job of a harvest source.")
    void job(
            @Parameters(paramLabel = "SOURCE", description = "Id or name of the source.") String source,
            @Mixin CkanServer ckan) {
        withJobs(ckan, jobs -> jobs.create(source));
    }

    @Command(
            name = "job-all",
            aliases = "job_all",
            description = "Starts a job of each active source that has none open.")
    void jobAll(@Mixin CkanServer ckan) {
        withJobs(ckan, HarvesterJobs::createAll);
    }

    @Command(name = "jobs", description = "Lists all harvest jobs, the newest first.")
    void jobs(@Mixin CkanServer ckan) {
        withJobs(ckan, HarvesterJobs::list);
    }

    @Command(
            name = "job-abort",
            aliases = "job_abort",
            description =
                    "Aborts a job, or the newest job of a source. From its answer on nothing of the job is written.")
    void jobAbort(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "JOB|SOURCE",
                            description = "Id of the job, or id or name of the source.")
                    @Nullable
                    String id,
            @Option(
                            names = "--source",
                            arity = "0..1",
                            fallbackValue = "",
                            paramLabel = "SOURCE",
                            description = "It is a source whose unfinished job is to end.")
                    @Nullable
                    String source,
            @Option(names = "--force", description = "It is no error that there is no such job.") boolean force,
            @Mixin CkanServer ckan) {
        var named = source == null || source.isEmpty() ? id : source;
        if (named == null || (source != null && !source.isEmpty() && id != null)) {
            throw CommandException.wrongUsage("Name one job or one source whose job is to be aborted");
        }
        withJobs(ckan, jobs -> jobs.abort(named, source != null, force));
    }

    @Command(
            name = "abort-failed-jobs",
            aliases = "abort_failed_jobs",
            description = "Aborts the jobs that have been open for longer than their source's frequency allows.")
    void abortFailedJobs(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "LIFE_SPAN",
                            description = "After how many days, for sources that run by no clock; by default 7.")
                    @Nullable
                    Integer lifeSpan,
            @Option(
                            names = {"-i", "--include"},
                            paramLabel = "SOURCE",
                            split = ",",
                            description = "Only jobs of this source; may be repeated.")
                    String @Nullable [] include,
            @Option(
                            names = {"-e", "--exclude"},
                            paramLabel = "SOURCE",
                            split = ",",
                            description = "No jobs of this source; may be repeated.")
                    String @Nullable [] exclude,
            @Mixin CkanServer ckan) {
        withJobs(ckan, jobs -> jobs.abortFailed(Optional.ofNullable(lifeSpan), list(include), list(exclude)));
    }

    private static List<String> list(String @Nullable [] typed) {
        return typed == null ? List.of() : Arrays.asList(typed);
    }

    @Command(
            name = "purge-queues",
            aliases = "purge_queues",
            description = "Aborts all open jobs, or that of one source, and says how much that was. It asks nothing.")
    void purgeQueues(
            @Parameters(arity = "0..1", paramLabel = "SOURCE", description = "Only the job of this source.") @Nullable
                    String source,
            @Mixin CkanServer ckan) {
        withJobs(ckan, jobs -> jobs.purge(source));
    }

    @Command(
            name = "run",
            description =
                    "Has control look now for jobs that are due or done. It does so all the time: no crontab needs"
                            + " this.")
    void runJobs(@Mixin CkanServer ckan) {
        withJobs(ckan, HarvesterJobs::run);
    }

    @Command(
            name = "gather-consumer",
            aliases = "gather_consumer",
            description = "Runs a gather worker in the foreground, with the settings of the environment.")
    void gatherConsumer() {
        throw byTheScript("gather-consumer");
    }

    @Command(
            name = "fetch-consumer",
            aliases = "fetch_consumer",
            description =
                    "Runs a fetch worker and an import worker in the foreground, with the settings of the environment.")
    void fetchConsumer() {
        throw byTheScript("fetch-consumer");
    }

    private static CommandException byTheScript(String consumer) {
        return CommandException.wrongUsage(
                "The workers of %s run on class paths of their own: start it with the garner script of the distribution."
                        .formatted(consumer));
    }

    @Command(name = "reindex", description = "Sends the harvest sources to the index again.")
    void reindex(@Mixin CkanServer ckan) {
        withSources(ckan, HarvesterSources::reindex);
    }

    @Command(
            name = "clean-harvest-log",
            aliases = "clean_harvest_log",
            description = "Does nothing: the server removes old lines of its log by itself.")
    void cleanHarvestLog() {
        spec.commandLine().getErr().println("Nothing to do: the server removes old lines of its log by itself.");
    }

    @Command(
            name = "harvesters_info",
            aliases = "harvesters-info",
            description = "Shows the types of sources, as JSON.")
    void harvestersInfo(@Mixin CkanServer ckan) {
        withSources(ckan, HarvesterSources::harvesters);
    }

    private static void withSources(CkanServer ckan, Consumer<HarvesterSources> verb) {
        try (var server = ckan.open()) {
            verb.accept(new HarvesterSources(ckan, server));
        }
    }

    private static void withJobs(CkanServer ckan, Consumer<HarvesterJobs> verb) {
        try (var server = ckan.open()) {
            verb.accept(new HarvesterJobs(ckan, server));
        }
    }
}
