package org.garner.client;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Follows a job by the events that its server sends, through restarts of the server. */
public final class JobEvents {
    /** A server that restarts is given this long before the follower gives up. */
    private static final Duration SERVER_GONE = Duration.ofMinutes(2);
    /** A living server lets itself be heard every 15 s. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final ServerClient server;
    private final JobsClient jobs;
    private long heard = System.nanoTime();

    public JobEvents(ServerClient server) {
        this.server = server;
        this.jobs = new JobsClient(server);
    }

    /**
     * Follows a job until it has ended and its counts are final.
     *
     * @param state is told each new state, the last one too
     * @return the job as it ended
     * @throws ServerException when there is no such job, or the server was gone for two minutes
     */
    public Answered<Job> follow(String id, Consumer<Job> state) throws InterruptedException {
        while (true) {
            try {
                var last = new Reading(state).of(id);
                if (last != null) {
                    return last;
                }
                // The stream ended before the job did: the server stops. Or it has too many listeners, and is asked now
                // and then.
                var now = jobs.show(id);
                heard = System.nanoTime();
                state.accept(now.value());
                if (now.value().settled()) {
                    return now;
                }
            } catch (ServerException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException("Interrupted while following job " + id);
                }
                var mayComeBack = e.status() == 0 || e.status() == 503;
                if (!mayComeBack || System.nanoTime() - heard > SERVER_GONE.toNanos()) {
                    throw e;
                }
            }
            Thread.sleep(BETWEEN_TRIES);
        }
    }

    /** One stream of events. */
    private final class Reading {
        private final Consumer<Job> state;
        private String event = "";
        private @Nullable Answered<Job> last;

        private Reading(Consumer<Job> state) {
            this.state = state;
        }

        private @Nullable Answered<Job> of(String id) throws InterruptedException {
            try {
                server.listen(JobsClient.path(id) + "/events", "text/event-stream", SILENCE, this::line);
            } catch (ServerException e) {
                if (e.status() != 503) {
                    throw e;
                }
            }
            return last;
        }

        private void line(String line) {
            heard = System.nanoTime();
            if (line.startsWith("event: ")) {
                event = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                var job = server.read(JsonMapper.shared().readTree(line.substring("data: ".length())), Job.class);
                state.accept(job.value());
                if (event.equals("end")) {
                    last = job;
                }
            }
        }
    }
}
