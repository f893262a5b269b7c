package org.garner.control;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import org.garner.ledger.ControlLease;
import org.garner.ledger.Operations;
import org.garner.ledger.Operations.Operation;
import org.garner.ledger.Operations.State;
import org.garner.ledger.Sources;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs operations on virtual threads while this process leads: two at once, one batch in one transaction, whose last statement checks the lead. What is
 * left when the lead or the process is lost stands in the row of the operation, and the next leader goes on there.
 */
class OperationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(OperationRunner.class);
    private static final int AT_ONCE = 2;
    private static final int TRIES = 5;

    private final Tables tables;
    private final OperationBatches batches;
    private final TransactionTemplate transaction;
    private final LongPredicate leads;
    /** What runs here, and how often it has failed without a batch in between. */
    private final Map<UUID, Integer> failures = new ConcurrentHashMap<>();

    private final Map<UUID, Thread> running = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** The tables that say what runs. */
    record Tables(Operations operations, Sources sources, ControlLease lease) {}

    /** @param leads whether this process still leads in an epoch */
    OperationRunner(Tables tables, OperationBatches batches, TransactionTemplate transaction, LongPredicate leads) {
        this.tables = tables;
        this.batches = batches;
        this.transaction = transaction;
        this.leads = leads;
    }

    /** Starts what waits, and goes on with what a former leader began; returns at once. */
    void look(long epoch) {
        var forgotten = tables.sources().vacateForgotten();
        if (forgotten > 0) {
            LOG.info("{} sources take jobs again: their operations had been ended by others", forgotten);
        }
        for (var operation : tables.operations().ready(AT_ONCE)) {
            if (!stopping && running.size() < AT_ONCE && !running.containsKey(operation.id())) {
                var thread = Thread.ofVirtual()
                        .name("operation-" + operation.id())
                        .unstarted(() -> run(operation.id(), epoch));
                running.put(operation.id(), thread);
                thread.start();
            }
        }
    }

    /** Takes up nothing more, and waits a while for the batches that run to end. */
    void stop(Duration patience) {
        stopping = true;
        awaitIdle(patience);
    }

    /** Waits until nothing runs here, but not longer than this. */
    void awaitIdle(Duration patience) {
        var until = System.nanoTime() + patience.toNanos();
        while (!running.isEmpty() && System.nanoTime() < until) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private void run(UUID id, long epoch) {
        try {
            var more = true;
            while (more && !stopping && leads.test(epoch)) {
                more = batch(id, epoch);
                failures.remove(id);
            }
        } catch (ControlLease.LostLeadException e) {
            LOG.info("Operation {} goes on with the next leader: {}", id, e.getMessage());
        } catch (RuntimeException e) {
            failed(id, epoch, e);
        } finally {
            running.remove(id);
        }
    }

    /** Does one batch; returns whether there is more to do. */
    private boolean batch(UUID id, long epoch) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            var operation = tables.operations().find(id).orElse(null);
            if (operation == null || !operation.state().open()) {
                return false;
            }
            if (operation.total() == null) {
                tables.operations().begin(id, batches.total(operation));
                LOG.info(
                        "Operation {} ({} of source {}) begins",
                        id,
                        operation.asked().kind().word(),
                        operation.source());
            } else if (!step(operation)) {
                status.setRollbackOnly();
                return false;
            }
            tables.lease().check(epoch);
            return true;
        }));
    }

    /** False when the operation was cancelled while this batch was under way. */
    private boolean step(Operation operation) {
        var done = batches.next(operation);
        var position = done.position();
        if (!tables.operations().moved(operation.id(), done.done(), position == null ? "" : position)) {
            return false;
        }
        if (position == null) {
            batches.close(operation);
            end(operation, State.DONE, null);
        }
        return true;
    }

    private void end(Operation operation, State state, @Nullable String reason) {
        if (tables.operations().end(operation.id(), state, reason)) {
            tables.sources().vacate(operation.source());
            LOG.info(
                    "Operation {} ({} of source {}) is {}",
                    operation.id(),
                    operation.asked().kind().word(),
                    operation.source(),
                    state.word());
        }
    }

    private void failed(UUID id, long epoch, RuntimeException failure) {
        var tries = failures.merge(id, 1, Integer::sum);
        LOG.warn("A batch of operation {} failed (try {} of {})", id, tries, TRIES, failure);
        if (tries < TRIES) {
            return;
        }
        failures.remove(id);
        try {
            transaction.executeWithoutResult(status -> {
                tables.operations()
                        .find(id)
                        .ifPresent(operation -> end(
                                operation,
                                State.FAILED,
                                "A batch failed %d times, after %d rows: %s. What was done stays; ask for the operation again to go on."
                                        .formatted(TRIES, operation.done(), failure.getMessage())));
                tables.lease().check(epoch);
            });
        } catch (RuntimeException e) {
            LOG.warn("Operation {} could not be ended as failed; it is tried again", id, e);
        }
    }
}
