package org.garner.ledger;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.garner.harvest.Stage;
import org.garner.harvest.order.Order;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * What all workers do alike: accept the orders of a poll in one statement, work on each on a virtual thread of its own, say every few seconds
 * that they live, and drop work whose job was ended.
 */
public class WorkerLoop {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);
    private static final int SECONDS_BETWEEN_BEATS = 5;

    private final Stage stage;
    private final String id;
    private final Orders orders;
    private final Workers workers;
    private final OrderWork work;
    private final Semaphore atOnce;
    private final Map<UUID, Cancellation> running = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("worker-heartbeat-", 0).factory());

    /** Does what an order asks, and ends it in the ledger. */
    @FunctionalInterface
    public interface OrderWork {
        /**
         * @throws StaleTicketException when the order is not this worker's any more; nothing is to be done then
         * @throws InterruptedException when the work is to be dropped
         */
        void on(Order order, String worker, Cancellation cancellation) throws InterruptedException;
    }

    /**
     * @param atOnce how many orders are worked on at the same time; the others wait, accepted
     */
    public WorkerLoop(Stage stage, Orders orders, Workers workers, int atOnce, OrderWork work) {
        this.stage = stage;
        this.id = "%s-%d@%s-%s"
                .formatted(
                        stage.word(),
                        ProcessHandle.current().pid(),
                        hostName(),
                        UUID.randomUUID().toString().substring(0, 4));
        this.orders = orders;
        this.workers = workers;
        this.work = work;
        this.atOnce = new Semaphore(atOnce);
    }

    /** The name of this worker in the ledger: stage, process id, machine. */
    public String id() {
        return id;
    }

    public void start() {
        beat();
        var unusedBeats = clock.scheduleWithFixedDelay(
                this::beat, SECONDS_BETWEEN_BEATS, SECONDS_BETWEEN_BEATS, TimeUnit.SECONDS);
        var unusedDrops = clock.scheduleWithFixedDelay(this::dropLost, 500, 500, TimeUnit.MILLISECONDS);
        LOG.info("Worker {} is ready", id);
    }

    /** Drops what is running and gives its orders back. */
    public void stop() {
        clock.shutdownNow();
        running.values().forEach(Cancellation::cancel);
        try {
            var given = orders.giveBack(id);
            workers.gone(id);
            LOG.info("Worker {} stops and gave {} orders back", id, given);
        } catch (DataAccessException e) {
            LOG.warn(
                    "Worker {} stops and could not give its orders back ({}). They are repeated when its heartbeat is"
                            + " 30 s old.",
                    id,
                    e.getMessage());
        }
    }

    /** Accepts what is free of these orders and starts to work on it; called with each poll. */
    public void receive(List<UUID> ids) {
        for (var order : orders.accept(ids, id)) {
            var cancellation = new Cancellation();
            running.put(order.id(), cancellation);
            Thread.ofVirtual().name(stage.word() + "-" + order.id()).start(() -> run(order, cancellation));
        }
    }

    private void run(Order order, Cancellation cancellation) {
        try {
            cancellation.interruptible(() -> {
                atOnce.acquire();
                return true;
            });
            try {
                work.on(order, id, cancellation);
            } finally {
                atOnce.release();
            }
        } catch (StaleTicketException e) {
            LOG.debug("Order {}: {}", order.id(), e.getMessage());
        } catch (InterruptedException e) {
            LOG.debug(
                    "Order {} of job {} was dropped", order.id(), order.ticket().job());
        } catch (RuntimeException e) {
            // Not the objects' fault: the database is away, or this is a bug. The order is repeated, and given up after
            // some attempts.
            LOG.warn(
                    "Order {} ({} of job {}, attempt {}) failed and will be repeated",
                    order.id(),
                    stage.word(),
                    order.ticket().job(),
                    order.attempt(),
                    e);
            release(order);
        } finally {
            running.remove(order.id());
        }
    }

    private void release(Order order) {
        try {
            orders.release(order, id);
        } catch (DataAccessException e) {
            LOG.warn(
                    "Order {} could not be given back ({}); the next heartbeat after 10 s does it",
                    order.id(),
                    e.getMessage());
        }
    }

    private void beat() {
        try {
            workers.beat(id, stage.word(), ProcessHandle.current().pid());
            var forgotten = orders.giveBackForgotten(id, List.copyOf(running.keySet()));
            if (forgotten > 0) {
                LOG.warn("Worker {} gave {} orders back that it had lost sight of", id, forgotten);
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "Worker {} could not say that it lives: {}. After 30 s its orders go to others.",
                    id,
                    e.getMessage());
        }
    }

    private void dropLost() {
        if (running.isEmpty()) {
            return;
        }
        try {
            for (var lost : orders.lost(running.keySet())) {
                var cancellation = running.get(lost);
                if (cancellation != null) {
                    cancellation.cancel();
                }
            }
        } catch (RuntimeException e) {
            LOG.debug("Worker {} could not look for lost orders", id, e);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }
}
