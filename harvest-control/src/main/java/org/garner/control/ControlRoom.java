package org.garner.control;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.garner.catalog.index.IndexFollower;
import org.garner.catalog.index.IndexUnavailableException;
import org.garner.harvest.order.Inbox;
import org.garner.harvest.order.Inboxes;
import org.garner.harvest.order.TopicSetup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Control in its process: makes the topics, then dispatches and follows the index while it leads. Starts before the workers and stops after them. */
class ControlRoom implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ControlRoom.class);
    private static final int WAITS = 30;
    /** Each round ends with a commit, which costs as much as some hundred documents: few rounds, and no pause only while there is a lot to do. */
    private static final int INDEX_MILLIS = 1000;

    private static final int MANY = 1000;

    private final TopicSetup topics;
    private final int partitions;
    private final Dispatcher dispatcher;
    private final IndexFollower follower;
    private final Gauges gauges;
    private final Inbox hints;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("control-clock-", 0).factory());
    private final Thread loop;
    private volatile boolean running;

    ControlRoom(
            TopicSetup topics,
            int partitions,
            Dispatcher dispatcher,
            IndexFollower follower,
            Gauges gauges,
            Inboxes inboxes) {
        this.topics = topics;
        this.partitions = partitions;
        this.dispatcher = dispatcher;
        this.follower = follower;
        this.gauges = gauges;
        this.hints = inboxes.progress(jobs -> dispatcher.wake());
        this.loop = Thread.ofPlatform().name("dispatcher").unstarted(dispatcher::run);
    }

    @Override
    public void start() {
        try {
            topics.create(partitions);
            for (int i = 0; topics.missing().isPresent(); i++) {
                if (i == WAITS) {
                    throw new IllegalStateException("Control waited %d s for %s"
                            .formatted(WAITS, topics.missing().orElse("")));
                }
                Thread.sleep(1000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Control was stopped while it waited for Kafka", e);
        }
        hints.start();
        loop.start();
        var unusedFollowing =
                clock.scheduleWithFixedDelay(this::follow, INDEX_MILLIS, INDEX_MILLIS, TimeUnit.MILLISECONDS);
        var unusedFigures = clock.scheduleWithFixedDelay(gauges::refresh, 0, 5, TimeUnit.SECONDS);
        running = true;
    }

    private void follow() {
        try {
            while (dispatcher.leads().isPresent() && follower.runOnce() >= MANY && running) {
                LOG.trace("The index took a full round");
            }
        } catch (IndexUnavailableException e) {
            LOG.warn("{}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The index could not be brought up to date; the next round tries again", e);
        }
    }

    @Override
    public void stop() {
        running = false;
        // Not at once: an interrupt in the middle of an update breaks an embedded Solr.
        clock.shutdown();
        hints.stop();
        loop.interrupt();
        try {
            loop.join(5000);
            if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
                clock.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean healthy() {
        return running && loop.isAlive();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the workers, which wait for what control makes. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 100;
    }
}
