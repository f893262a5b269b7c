package org.garner.verbs;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.garner.client.Answered;
import org.garner.client.Job;
import org.garner.client.JobLog;
import org.garner.client.JobsClient;
import org.garner.client.ServerClient;
import org.garner.client.ServerException;
import org.garner.client.Source;
import org.garner.client.SourcesClient;
import org.garner.console.CommandException;

/**
 * Runs a job of a source in the foreground, with a live log: its phases, how far it is, and each error as it is found. Ctrl-C leaves the job running in
 * the server, and says how to end it.
 */
public final class RunTest {
    /** A server settles an aborted job within two seconds; one that is restarting may take longer. */
    private static final Duration SETTLING = Duration.ofMinutes(1);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final ServerClient server;
    private final PrintWriter log;
    private final boolean terminal;
    private final SourcesClient sources;
    private final JobsClient jobs;

    /**
     * @param log where the log is written
     * @param terminal true when a line of it may be written over
     */
    public RunTest(ServerClient server, PrintWriter log, boolean terminal) {
        this.server = server;
        this.log = log;
        this.terminal = terminal;
        this.sources = new SourcesClient(server);
        this.jobs = new JobsClient(server);
    }

    /**
     * What is to run.
     *
     * @param source name, id or URL
     * @param mode as the API names it: incremental, full, retry, record, reimport or dry_run
     * @param guids the records that it is to go over; none for all that its mode goes over
     * @param abortOpen whether an open job of the source is aborted first
     */
    public record Wanted(String source, String mode, List<String> guids, boolean abortOpen) {
        public Wanted {
            guids = List.copyOf(guids);
        }
    }

    /**
     * Runs a job to its end.
     *
     * @return the job with its final counts; nothing when another job was open, which the log then describes
     * @throws CommandException when the source is named by an address that several have
     * @throws ServerException when the server refuses, or was gone for two minutes
     */
    public Optional<Answered<Job>> run(Wanted wanted) throws InterruptedException {
        var source = new Named(server).source(wanted.source());
        var until = System.nanoTime() + SETTLING.toNanos();
        while (true) {
            try {
                return Optional.of(follow(sources.start(source.id(), wanted.mode(), wanted.guids())
                        .value()));
            } catch (ServerException e) {
                var open = e.problem().path("job").asString("");
                if (!e.problem().path("code").asString("").equals("job-open") || open.isEmpty()) {
                    throw e;
                }
                if (!wanted.abortOpen() || System.nanoTime() > until) {
                    describe(source, jobs.show(open).value());
                    return Optional.empty();
                }
                abort(source, open);
            }
        }
    }

    private Answered<Job> follow(Job job) throws InterruptedException {
        log.printf("%s: job %s (%s) was started%n", job.source().name(), job.id(), job.mode());
        log.flush();
        try (var leaving = Leaving.job(log, job.id())) {
            leaving.arm();
            return new JobLog(server, log, terminal, true).follow(job.id());
        }
    }

    private void describe(Source source, Job open) {
        var last = open.lastProgress();
        log.printf(
                "%s has an open job, so that none was started: %s (%s), %s, last progress %s.%n",
                source.name(),
                open.id(),
                open.mode(),
                open.status().equals("New") ? "waiting for its start" : "in the phase " + open.phase(),
                last == null
                        ? "none yet"
                        : "%s, %d s ago"
                                .formatted(
                                        JobWords.time(last),
                                        Duration.between(last, Instant.now()).toSeconds()));
        log.printf(
                "Follow it with garner job watch %s; end it with garner job abort %s, or by --abort-open.%n",
                open.id(), open.id());
        log.flush();
    }

    /** Aborts a job and waits until its counts are final. */
    private void abort(Source source, String open) throws InterruptedException {
        try {
            jobs.abort(open);
            log.printf("%s: its open job %s was aborted%n", source.name(), open);
            log.flush();
        } catch (ServerException e) {
            // It ended by itself a moment ago: that is as good.
            if (!e.problem().path("code").asString("").equals("job-ended")) {
                throw e;
            }
        }
        var until = System.nanoTime() + SETTLING.toNanos();
        while (!jobs.show(open).value().settled()) {
            if (System.nanoTime() > until) {
                throw CommandException.failed(
                        "Job %s was aborted, but its counts are not final after %d s: no control process leads. See: garner status"
                                .formatted(open, SETTLING.toSeconds()));
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }
}
