package org.garner.control.rest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.garner.control.rest.JobViews.JobView;
import org.garner.ledger.Documents;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks at all jobs that anybody follows, once a second, and hands each follower the newest state of its job. A follower that is slow misses states,
 * and delays nobody. Stops before the web server does, so that open streams do not hold up its end.
 */
class JobWatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(JobWatch.class);

    private final JobViews views;
    private final JsonMapper json;
    private final int most;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("job-watch-", 0).factory());
    private volatile boolean running;

    /** @param most how many may listen at once */
    JobWatch(JobViews views, JsonMapper json, int most) {
        this.views = views;
        this.json = json;
        this.most = most;
    }

    /**
     * How a job stands.
     *
     * @param id the same for the same state, in every process
     * @param last true when the job has ended and its counts are final
     */
    record State(String id, String json, boolean last) {
        static final State STOPPED = new State("", "", true);

        /** True when this is no state: there is nothing more to follow here. */
        boolean stopped() {
            return id.isEmpty();
        }
    }

    /** One who follows a job; to be closed. */
    final class Listener implements AutoCloseable {
        private final UUID job;
        private final BlockingQueue<State> newest = new ArrayBlockingQueue<>(1);

        private Listener(UUID job) {
            this.job = job;
        }

        private void hand(State state) {
            while (!newest.offer(state)) {
                newest.poll();
            }
        }

        /** The newest state, as soon as the next look has seen it; null when there was none for so long. */
        @Nullable
        State next(Duration patience) throws InterruptedException {
            return newest.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            listeners.remove(this);
        }
    }

    /** @throws ProblemException when too many listen already */
    Listener listen(UUID job) {
        var listener = new Listener(job);
        listeners.add(listener);
        if (!running || listeners.size() > most) {
            listener.close();
            throw new ProblemException(
                            ProblemCode.UNAVAILABLE,
                            running
                                    ? "%d clients follow jobs here already, which is all that may. Ask for the job itself now and then, or try again."
                                            .formatted(most)
                                    : "This server is about to stop. Try again in a few seconds.")
                    .with("Retry-After", "10");
        }
        return listener;
    }

    State state(JobView view) {
        var text = json.writeValueAsString(JobJson.of(view));
        return new State(
                Documents.hashOf(text.getBytes(StandardCharsets.UTF_8)).substring(0, 16), text, view.settled());
    }

    private void look() {
        if (listeners.isEmpty()) {
            return;
        }
        try {
            var jobs =
                    listeners.stream().map(listener -> listener.job).distinct().toList();
            views.of(List.copyOf(jobs)).forEach(view -> {
                var state = state(view);
                listeners.stream()
                        .filter(listener -> listener.job.equals(view.job().id()))
                        .forEach(listener -> listener.hand(state));
            });
        } catch (RuntimeException e) {
            LOG.warn("The jobs that are followed could not be looked at; the next look follows in a second", e);
        }
    }

    @Override
    public void start() {
        running = true;
        var unused = clock.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void stop() {
        running = false;
        clock.shutdown();
        listeners.forEach(listener -> listener.hand(State.STOPPED));
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
