package org.garner.control;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.garner.ledger.ControlLease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** What the leader does beside dispatching: operations, looked for each second, and retention, now and then. */
class Background implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FIRST_PASS = Duration.ofMinutes(1);

    private final OperationRunner operations;
    private final Retention retention;
    private final Duration betweenPasses;
    private final Supplier<OptionalLong> leads;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("background-clock-", 0).factory());
    private volatile boolean running;

    /** @param leads the epoch in which this process leads */
    Background(OperationRunner operations, Retention retention, Duration betweenPasses, Supplier<OptionalLong> leads) {
        this.operations = operations;
        this.retention = retention;
        this.betweenPasses = betweenPasses;
        this.leads = leads;
    }

    @Override
    public void start() {
        var unusedOperations = clock.scheduleWithFixedDelay(
                () -> whileLeading("operations", operations::look), 1000, 1000, TimeUnit.MILLISECONDS);
        var first = betweenPasses.compareTo(FIRST_PASS) < 0 ? betweenPasses : FIRST_PASS;
        var unusedPasses = clock.scheduleWithFixedDelay(
                () -> whileLeading("retention", retention::pass),
                first.toMillis(),
                betweenPasses.toMillis(),
                TimeUnit.MILLISECONDS);
        running = true;
    }

    private void whileLeading(String what, LongConsumer work) {
        try {
            leads.get().ifPresent(work);
        } catch (ControlLease.LostLeadException e) {
            LOG.info("{}: {}", what, e.getMessage());
        } catch (RuntimeException e) {
            // The database is away, or this is a bug: the next round tries again.
            LOG.warn("A round of {} failed; the next one tries again", what, e);
        }
    }

    /** Lets batches that run come to their end: an interrupt in the middle of one would break its connection. */
    @Override
    public void stop() {
        running = false;
        clock.shutdown();
        operations.stop(PATIENCE);
        try {
            if (!clock.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("A round of retention is still under way; its open transaction is rolled back");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After control, which leads, and stopped before it. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 90;
    }
}
