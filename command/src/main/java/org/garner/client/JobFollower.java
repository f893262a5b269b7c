package org.garner.client;

import java.io.PrintWriter;
import java.time.Duration;

/** Follows a job until it has ended. */
public final class JobFollower {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    /** A server that restarts is given this long before the follower gives up. */
    private static final Duration SERVER_GONE = Duration.ofSeconds(30);

    private final JobsClient jobs;
    private final PrintWriter people;
    private final boolean terminal;

    /**
     * @param people where progress is shown
     * @param terminal true when a line may be written over
     */
    public JobFollower(ServerClient server, PrintWriter people, boolean terminal) {
        this.jobs = new JobsClient(server);
        this.people = people;
        this.terminal = terminal;
    }

    /** Returns the job when it has ended. */
    public Job follow(String id) throws InterruptedException {
        var progress = new Progress(people, terminal);
        var lastAnswer = System.nanoTime();
        while (true) {
            try {
                var job = jobs.show(id).value();
                lastAnswer = System.nanoTime();
                if (job.isFinished()) {
                    progress.end();
                    return job;
                }
                progress.show(job);
            } catch (ServerException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException("Interrupted while following job " + id);
                }
                if (e.status() != 0 || System.nanoTime() - lastAnswer > SERVER_GONE.toNanos()) {
                    progress.end();
                    throw e;
                }
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }
}
