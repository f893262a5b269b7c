package org.garner.verbs;

import java.util.ArrayList;
import java.util.List;
import org.garner.client.Job;
import org.garner.client.JobLog;
import org.garner.client.JobsClient;
import org.garner.client.ServerClient;
import org.garner.client.SourcesClient;
import org.garner.console.ExitCode;
import org.garner.console.ServerVerb;
import org.garner.console.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code garner job}: the runs over sources. */
@Command(
        name = "job",
        description = {
            "Shows, starts and ends jobs.",
            "A job is named by its id, or by how its id begins: at least the first 8 digits, which are about a minute."
        },
        subcommands = {
            JobListCommand.class,
            RunTestCommand.class,
            JobReportCommand.class,
            JobErrorsCommand.class,
            JobPlanCommand.class,
            JobHeldCommand.class
        })
public final class JobCommand implements Runnable {
    static final String JOB = "The job: its id, or how its id begins.";
    static final String SOURCE = "The source: its name, id or URL.";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: list, show, report, errors, watch, start, run-test, abort, resume, retry, plan, held,"
                        + " approve or reject");
    }

    @Command(
            name = "show",
            description = "Shows a job with its counts.",
            footer = {"", "Example: garner job show 0198c7a2"})
    int show(@Parameters(paramLabel = "JOB", description = JOB) String job, @Mixin ServerVerb verb) {
        try (var server = verb.open()) {
            var shown = new JobsClient(server).show(new Named(server).job(job).id());
            if (verb.json()) {
                verb.print(shown.json());
            } else {
                JobWords.show(shown.value(), verb.out());
            }
            return ExitCode.CLEAN;
        }
    }

    @Command(
            name = "start",
            description = {
                "Starts a job and prints its id on stdout. When the source has an open job, none is started: it is"
                        + " named, and the exit status is 2.",
                "Modes: incremental (what changed), full (every record again), retry (what failed), record (those that"
                        + " --record names), reimport (from stored documents, without a request to the source), dry-run"
                        + " (what would change; nothing is written)."
            },
            footer = {"", "Example: garner job start coast --mode full --watch"})
    int start(
            @Parameters(paramLabel = "SOURCE", description = SOURCE) String source,
            @Mixin ModeOption mode,
            @Option(names = "--watch", description = "Follows it to its end; the exit status tells its outcome.")
                    boolean watch,
            @Mixin ServerVerb verb)
            throws InterruptedException {
        try (var server = verb.open()) {
            var id = new Named(server).source(source).id();
            return started(server, id, mode.mode(), mode.guids(), watch, verb);
        }
    }

    static int started(
            ServerClient server, String source, String mode, List<String> guids, boolean watch, ServerVerb verb)
            throws InterruptedException {
        var started = new SourcesClient(server).start(source, mode, guids);
        var job = started.value();
        verb.say("%s: job %s (%s) was started.", job.source().name(), job.id(), job.mode());
        if (watch) {
            return follow(server, job.id(), verb);
        }
        verb.out().println(verb.json() ? started.json() : job.id());
        return ExitCode.CLEAN;
    }

    @Command(
            name = "watch",
            description = {
                "Follows a job to its end, and reports; the exit status tells its outcome.",
                "Ctrl-C leaves the job running."
            },
            footer = {"", "Example: garner job watch 0198c7a2"})
    int watch(@Parameters(paramLabel = "JOB", description = JOB) String job, @Mixin ServerVerb verb)
            throws InterruptedException {
        try (var server = verb.open()) {
            return follow(server, new Named(server).job(job).id(), verb);
        }
    }

    static int follow(ServerClient server, String id, ServerVerb verb) throws InterruptedException {
        try (var leaving = Leaving.job(verb.people(), id)) {
            leaving.arm();
            var ended = new JobLog(server, verb.people(), Terminal.attended(), false).follow(id);
            return JobWords.ended(server, ended, verb);
        }
    }

    @Command(
            name = "abort",
            description = {
                "Ends open jobs. From the answer on, nothing of them is written.",
                "A job that has ended already stays as it is, and the exit status is 2."
            },
            footer = {"", "Example: garner job abort 0198c7a2"})
    int abort(
            @Parameters(paramLabel = "JOB", arity = "1..*", description = JOB) List<String> wanted,
            @Mixin ServerVerb verb) {
        try (var server = verb.open()) {
            var found = new ArrayList<Job>();
            wanted.forEach(each -> found.add(new Named(server).job(each)));
            var jobs = new JobsClient(server);
            found.forEach(each -> {
                var aborted = jobs.abort(each.id());
                if (verb.json()) {
                    verb.print(aborted.json());
                }
                verb.say(
                        "%s: job %s is aborted; nothing of it is written any more. garner job resume %s goes on with"
                                + " it.",
                        each.source().name(), each.id(), each.id());
            });
            return ExitCode.CLEAN;
        }
    }

    @Command(
            name = "resume",
            description =
                    "Goes on with an aborted job from where it stood; only the newest job of a source can be resumed.",
            footer = {"", "Example: garner job resume 0198c7a2 --watch"})
    int resume(
            @Parameters(paramLabel = "JOB", description = JOB) String job,
            @Option(names = "--watch", description = "Follows it to its end; the exit status tells its outcome.")
                    boolean watch,
            @Mixin ServerVerb verb)
            throws InterruptedException {
        try (var server = verb.open()) {
            var resumed =
                    new JobsClient(server).resume(new Named(server).job(job).id());
            verb.say(
                    "%s: job %s goes on.",
                    resumed.value().source().name(), resumed.value().id());
            if (watch) {
                return follow(server, resumed.value().id(), verb);
            }
            if (verb.json()) {
                verb.print(resumed.json());
            }
            return ExitCode.CLEAN;
        }
    }

    @Command(
            name = "retry",
            description = "Starts a job over the records of a source that failed, or were cancelled, since it was last"
                    + " listed.",
            footer = {"", "Example: garner job retry coast --watch"})
    int retry(
            @Parameters(paramLabel = "SOURCE|JOB", description = "The source, or a job of it.") String named,
            @Option(names = "--watch", description = "Follows it to its end; the exit status tells its outcome.")
                    boolean watch,
            @Mixin ServerVerb verb)
            throws InterruptedException {
        try (var server = verb.open()) {
            var names = new Named(server);
            var source = Named.looksLikeJob(named)
                    ? names.job(named).source().id()
                    : names.source(named).id();
            return started(server, source, "retry", List.of(), watch, verb);
        }
    }

    @Command(
            name = "approve",
            description =
                    "Has the withdrawal done that a held job plans, and nothing beyond it. See first: garner job held"
                            + " JOB",
            footer = {"", "Example: garner job approve 0198c7a2 --note 'The provider has closed this service'"})
    int approve(
            @Parameters(paramLabel = "JOB", description = JOB) String job,
            @Option(names = "--note", paramLabel = "TEXT", description = "Why it is decided so.") @Nullable String note,
            @Option(names = "--watch", description = "Follows the job to its end; the exit status tells its outcome.")
                    boolean watch,
            @Mixin ServerVerb verb)
            throws InterruptedException {
        try (var server = verb.open()) {
            var held = new Named(server).job(job);
            var approved = new JobsClient(server).approve(held.id(), note);
            verb.say("%s: job %s withdraws what it held.", held.source().name(), held.id());
            if (watch) {
                return follow(server, held.id(), verb);
            }
            if (verb.json()) {
                verb.print(approved.json());
            }
            return ExitCode.CLEAN;
        }
    }

    @Command(
            name = "reject",
            description =
                    "Has the datasets stay that a held job would withdraw; later jobs do not ask again while no others"
                            + " are missing.",
            footer = {"", "Example: garner job reject 0198c7a2 --note 'Restored next week'"})
    int reject(
            @Parameters(paramLabel = "JOB", description = JOB) String job,
            @Option(names = "--note", paramLabel = "TEXT", description = "Why it is decided so.") @Nullable String note,
            @Mixin ServerVerb verb) {
        try (var server = verb.open()) {
            var held = new Named(server).job(job);
            var rejected = new JobsClient(server).reject(held.id(), note);
            verb.say(
                    "%s: what job %s would have withdrawn stays.", held.source().name(), held.id());
            if (verb.json()) {
                verb.print(rejected.json());
            }
            return ExitCode.CLEAN;
        }
    }
}
