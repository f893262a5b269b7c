package org.garner.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.garner.harvest.Stage;
import org.garner.harvest.order.Order;
import org.garner.ledger.Workers.Self;
import org.garner.ledger.Workers.Wish;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessException;

/**
 * What all workers do alike: accept the orders of a poll in one statement, work on each on a virtual thread of its own, say every few seconds
 * that they live, drop work whose job was ended, and before they stop finish or give back what they have.
 */
public class WorkerLoop {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);
    /** A transaction that is under way when its order is given back ends by itself; it is given the time. */
    private static final Duration LAST_TRANSACTIONS = Duration.ofSeconds(2);

    private final Self self;
    private final Tables tables;
    private final LivenessSettings settings;
    private final OrderWork work;
    private final Semaphore atOnce;
    private final LastAttempts lastAttempts;
    private final Map<UUID, InHand> inHand = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("worker-heartbeat-", 0).factory());
    /** Held while it is written down whether this worker drains: what is older must not come later. */
    private final Object telling = new Object();

    private volatile boolean draining;
    private volatile Consumer<Wish> wishes = wish -> {};

    /** Does what an order asks, and ends it in the ledger. */
    @FunctionalInterface
    public interface OrderWork {
        /**
         * @throws StaleTicketException when the order is not this worker's any more; nothing is to be done then
         * @throws InterruptedException when the work is to be dropped
         */
        void on(Order order, String worker, Cancellation cancellation) throws InterruptedException;
    }

    /** The tables that a worker's leases are in. */
    record Tables(Orders orders, OrderLeases leases, Workers workers) {}

    /** An order that this worker has accepted. */
    private static final class InHand {
        private final Order order;
        private final Cancellation cancellation = new Cancellation();
        private volatile boolean begun;

        InHand(Order order) {
            this.order = order;
        }
    }

    /**
     * @param atOnce how many orders are worked on at the same time; the others wait, accepted
     */
    WorkerLoop(Self self, Tables tables, LivenessSettings settings, int atOnce, OrderWork work) {
        this.self = self;
        this.tables = tables;
        this.settings = settings;
        this.work = work;
        this.atOnce = new Semaphore(atOnce);
        this.lastAttempts = new LastAttempts(settings.attempts());
    }

    /** Tells what an operator wants of this worker, with each heartbeat for as long as it is wanted. */
    void onWish(Consumer<Wish> listener) {
        wishes = listener;
    }

    boolean isDraining() {
        return draining;
    }

    void start() {
        beat();
        var between = settings.heartbeat().toMillis();
        var unusedBeats = clock.scheduleWithFixedDelay(this::beat, between, between, TimeUnit.MILLISECONDS);
        var unusedDrops = clock.scheduleWithFixedDelay(this::dropLost, 500, 500, TimeUnit.MILLISECONDS);
        LOG.info("Worker {} is ready", self.id());
    }

    /**
     * Takes nothing more, gives back what waits, and lets what has begun come to its end for a while; what has not ended by then is dropped and
     * given back too. A listing is dropped at once: it goes on elsewhere at the page that it has come to.
     */
    void drain() throws InterruptedException {
        draining = true;
        beat();
        dropAndGiveBack(each -> !each.begun || each.order.stage() == Stage.GATHER);
        awaitNone(settings.finishWithin());
        if (!inHand.isEmpty()) {
            LOG.info(
                    "Worker {} gives {} orders back that did not end within {}",
                    self.id(),
                    inHand.size(),
                    settings.finishWithin());
            dropAndGiveBack(each -> true);
            awaitNone(LAST_TRANSACTIONS);
        }
    }

    /** Takes orders again after it was drained. */
    void resume() {
        synchronized (telling) {
            draining = false;
            tables.workers().restarted(self.id());
        }
    }

    /** Gives back what is left, and says that this worker is gone. */
    void stop() {
        draining = true;
        clock.shutdownNow();
        inHand.values().forEach(each -> each.cancellation.cancel());
        try {
            var given = tables.leases().giveBack(self.id());
            tables.workers().gone(self.id());
            LOG.info("Worker {} stops and gave {} orders back", self.id(), given);
        } catch (DataAccessException e) {
            LOG.warn(
                    "Worker {} stops and could not give its orders back ({}). They are repeated when its heartbeat is"
                            + " {} old.",
                    self.id(),
                    e.getMessage(),
                    settings.deadAfter());
        }
    }

    /** Accepts what is free of these orders and starts to work on it; called with each poll. */
    public void receive(List<UUID> ids) {
        if (draining) {
            // Their rows stay free; control sends them again.
            return;
        }
        for (var order : tables.orders().accept(ids, self.id())) {
            var each = new InHand(order);
            inHand.put(order.id(), each);
            Thread.ofVirtual().name(self.room() + "-" + order.id()).start(() -> {
                nameInLog(order);
                run(each);
            });
        }
    }

    /** What each line of this thread in the process's own log is about; the thread ends with the order. */
    private static void nameInLog(Order order) {
        MDC.put("job", order.ticket().job().toString());
        MDC.put("source", order.source().toString());
        MDC.put("stage", order.stage().word());
        MDC.put("host", order.host());
        MDC.put("order", order.id().toString());
    }

    private void run(InHand each) {
        var order = each.order;
        try {
            if (lastAttempts.include(order)) {
                each.cancellation.interruptible(() -> {
                    lastAttempts.enter(order);
                    return true;
                });
                try {
                    workOn(each, true);
                } finally {
                    lastAttempts.leave(order);
                }
            } else {
                workOn(each, false);
            }
        } catch (StaleTicketException e) {
            LOG.debug("Order {}: {}", order.id(), e.getMessage());
        } catch (InterruptedException e) {
            LOG.debug(
                    "Order {} of job {} was dropped", order.id(), order.ticket().job());
        } catch (RuntimeException | Error e) {
            handBack(order, e);
        } finally {
            inHand.remove(order.id());
        }
    }

    private void workOn(InHand each, boolean lastAttempt) throws InterruptedException {
        each.cancellation.interruptible(() -> {
            atOnce.acquire();
            return true;
        });
        try {
            each.begun = true;
            each.cancellation.check();
            if (lastAttempt) {
                tables.leases().begin(each.order, self.id());
            }
            work.on(each.order, self.id(), each.cancellation);
        } finally {
            atOnce.release();
        }
    }

    private void handBack(Order order, Throwable why) {
        try {
            if (OutsideTrouble.is(why)) {
                LOG.warn(
                        "Order {} ({} of job {}) could not be done now ({}). It is no fault of its records: it goes out"
                                + " again.",
                        order.id(),
                        self.room(),
                        order.ticket().job(),
                        why.toString());
                tables.leases().release(order, self.id());
            } else {
                LOG.warn(
                        "Order {} ({} of job {}) failed in attempt {}; it is repeated, or given up after {} attempts",
                        order.id(),
                        self.room(),
                        order.ticket().job(),
                        order.attempt(),
                        settings.attempts(),
                        why);
                tables.leases().fail(order, self.id(), why.toString());
            }
        } catch (DataAccessException | org.springframework.transaction.TransactionException e) {
            LOG.warn(
                    "Order {} could not be given back ({}); the next heartbeat after 10 s does it",
                    order.id(),
                    e.getMessage());
        }
    }

    private void dropAndGiveBack(Predicate<InHand> which) {
        var dropped = inHand.values().stream().filter(which).toList();
        dropped.forEach(each -> each.cancellation.cancel());
        try {
            var given = tables.leases()
                    .giveBack(
                            self.id(),
                            dropped.stream().map(each -> each.order.id()).toList());
            if (given > 0) {
                LOG.info("Worker {} gave {} orders back", self.id(), given);
            }
        } catch (DataAccessException e) {
            LOG.warn("Worker {} could not give {} orders back: {}", self.id(), dropped.size(), e.getMessage());
        }
    }

    private void awaitNone(Duration patience) throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        while (!inHand.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
    }

    private void beat() {
        try {
            Optional<Wish> wish;
            synchronized (telling) {
                wish = tables.workers().beat(self, draining);
            }
            var forgotten = tables.leases().giveBackForgotten(self.id(), List.copyOf(inHand.keySet()));
            if (forgotten > 0) {
                LOG.warn("Worker {} gave {} orders back that it had lost sight of", self.id(), forgotten);
            }
            wish.ifPresent(wishes);
        } catch (RuntimeException e) {
            LOG.warn(
                    "Worker {} could not say that it lives: {}. After {} its orders go to others.",
                    self.id(),
                    e.getMessage(),
                    settings.deadAfter());
        }
    }

    private void dropLost() {
        if (inHand.isEmpty()) {
            return;
        }
        try {
            for (var lost : tables.leases().lost(inHand.keySet())) {
                var each = inHand.get(lost);
                if (each != null) {
                    each.cancellation.cancel();
                }
            }
        } catch (RuntimeException e) {
            LOG.debug("Worker {} could not look for lost orders", self.id(), e);
        }
    }
}
