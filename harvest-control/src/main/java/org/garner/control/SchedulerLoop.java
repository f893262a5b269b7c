package org.garner.control;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.garner.ledger.ControlLease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Lets the scheduler look each second, beside the dispatcher: what one of them waits for does not hold up the other. */
class SchedulerLoop implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(SchedulerLoop.class);

    private final Scheduler scheduler;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("scheduler").factory());
    private volatile boolean running;
    private boolean troubled;

    SchedulerLoop(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        scheduler.start();
        var unused = clock.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
        running = true;
    }

    private void look() {
        try {
            scheduler.look();
            troubled = false;
        } catch (ControlLease.LostLeadException e) {
            LOG.debug("{}", e.getMessage());
        } catch (RuntimeException e) {
            // The database is away, or this is a bug: said once, and what is due stays due.
            if (!troubled) {
                LOG.error("The scheduler could not look at what is due; it tries again each second", e);
            }
            troubled = true;
        }
    }

    @Override
    public void stop() {
        running = false;
        clock.shutdown();
        try {
            if (!clock.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("The scheduler was still at work after 5 s; what it has not committed is due again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
