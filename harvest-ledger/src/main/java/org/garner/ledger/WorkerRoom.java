package org.garner.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.garner.harvest.Stage;
import org.garner.harvest.order.Inbox;
import org.garner.harvest.order.TopicSetup;
import org.garner.ledger.Workers.Wish;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A worker in its process: waits until control has made the tables and the topics, starts the loop, listens, and stops in order. A worker
 * that waits says for what; after a minute it fails by name.
 */
public class WorkerRoom implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerRoom.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final JdbcClient jdbc;
    private final TopicSetup setup;
    private final WorkerLoop loop;
    private final Inbox inbox;
    private final Runnable afresh;
    private final String name;
    private final AtomicBoolean heeding = new AtomicBoolean();
    private volatile boolean running;

    WorkerRoom(Stage stage, JdbcClient jdbc, TopicSetup setup, WorkerLoop loop, Inbox inbox, Runnable afresh) {
        this.name = stage.word();
        this.jdbc = jdbc;
        this.setup = setup;
        this.loop = loop;
        this.inbox = inbox;
        this.afresh = afresh;
        loop.onWish(this::heed);
    }

    /** True when this worker takes orders, or was asked to take none. */
    public boolean healthy() {
        return running && (loop.isDraining() || inbox.healthy());
    }

    @Override
    public void start() {
        try {
            waitForControl();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The " + name + " worker was stopped while it waited for control", e);
        }
        loop.start();
        inbox.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        inbox.stop();
        try {
            loop.drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.stop();
    }

    /** Beside the other rooms of this process: each may take its time to finish. */
    @Override
    public void stop(Runnable whenStopped) {
        Thread.ofPlatform().name("stop-" + name).start(() -> {
            try {
                stop();
            } finally {
                whenStopped.run();
            }
        });
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Does what an operator wants, on a thread of its own: the heartbeat goes on meanwhile. */
    private void heed(Wish wish) {
        if ((wish == Wish.DRAIN && loop.isDraining()) || !running || !heeding.compareAndSet(false, true)) {
            return;
        }
        Thread.ofPlatform().name(wish + "-" + name).start(() -> {
            try {
                LOG.info("The {} worker was asked to {}: it takes nothing more", name, wish);
                inbox.stop();
                loop.drain();
                if (wish == Wish.RESTART) {
                    afresh.run();
                    loop.resume();
                    inbox.start();
                    LOG.info("The {} worker takes orders again", name);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                heeding.set(false);
            }
        });
    }

    private void waitForControl() throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        for (var missing = missing(); missing.isPresent(); missing = missing()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "The %s worker waited %d s for %s. Start 'garner control' with the same settings, and check them."
                                .formatted(name, PATIENCE.toSeconds(), missing.get()));
            }
            LOG.info("The {} worker waits for {}", name, missing.get());
            Thread.sleep(2000);
        }
    }

    private Optional<String> missing() throws InterruptedException {
        try {
            var tables = jdbc.sql("select to_regclass('harvest_order') is not null")
                    .query(Boolean.class)
                    .single();
            return tables ? setup.missing() : Optional.of("the tables in Postgres, which control creates");
        } catch (DataAccessException e) {
            return Optional.of("Postgres (" + e.getMostSpecificCause().getMessage() + ")");
        }
    }
}
