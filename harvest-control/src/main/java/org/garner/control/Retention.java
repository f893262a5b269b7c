package org.garner.control;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.garner.catalog.store.access.AuditEvents;
import org.garner.ledger.ControlLease;
import org.garner.ledger.Documents;
import org.garner.ledger.HarvestLog;
import org.garner.ledger.JobHistory;
import org.garner.ledger.Operations;
import org.garner.ledger.RequestKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Removes what is over and old enough, so that no table grows for ever: the leader looks now and then, each pass and each transaction is bounded, and
 * each transaction checks the lead. What a pass does not reach, the next one does.
 */
class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int JOBS = 500;
    private static final int ROWS = 1000;
    private static final int DOCUMENTS = 100_000;
    private static final int ROUNDS = 20;
    /** Documents live for days, and to look for those that nothing refers to reads whole tables; where more were found than a pass removes, the next goes on. */
    private static final Duration BETWEEN_COLLECTIONS = Duration.ofDays(1);

    private static final UUID START = new UUID(0, 0);

    private final Tables tables;
    private final JobRemoval removal;
    private final RetentionSettings settings;
    private final TransactionTemplate transaction;
    private final LongPredicate leads;
    private final Removed removed;
    private long collected = System.nanoTime() - BETWEEN_COLLECTIONS.toNanos();

    /** The tables that are kept short here. */
    record Tables(
            JobHistory history,
            Documents documents,
            RequestKeys keys,
            Operations operations,
            HarvestLog log,
            AuditEvents audit,
            ControlLease lease) {}

    /** How much was removed since this process started. */
    record Removed(
            Counter jobs,
            Counter objects,
            Counter documents,
            Counter keys,
            Counter operations,
            Counter lines,
            Counter events) {
        static Removed in(MeterRegistry metrics) {
            return new Removed(
                    counter(metrics, "job"),
                    counter(metrics, "object"),
                    counter(metrics, "document"),
                    counter(metrics, "request_key"),
                    counter(metrics, "operation"),
                    counter(metrics, "log"),
                    counter(metrics, "audit_event"));
        }

        private static Counter counter(MeterRegistry metrics, String what) {
            return Counter.builder("harvest.retention.removed")
                    .description("Rows that were removed because they were over and old enough")
                    .tag("what", what)
                    .register(metrics);
        }
    }

    /** @param leads whether this process still leads in an epoch */
    Retention(
            Tables tables,
            JobRemoval removal,
            RetentionSettings settings,
            TransactionTemplate transaction,
            LongPredicate leads,
            Removed removed) {
        this.tables = tables;
        this.removal = removal;
        this.settings = settings;
        this.transaction = transaction;
        this.leads = leads;
        this.removed = removed;
    }

    /** One pass; to be called by one thread. */
    void pass(long epoch) {
        for (var job : tables.history().outlived(settings.history(), settings.jobs(), JOBS)) {
            removeJob(job, epoch);
        }
        some(epoch, removed.keys(), () -> tables.keys().forget(ROWS));
        some(epoch, removed.operations(), () -> tables.operations().forget(settings.operations(), ROWS));
        some(epoch, removed.lines(), () -> tables.log().forget(settings.log(), ROWS));
        some(epoch, removed.events(), () -> tables.audit().forget(settings.audit(), ROWS));
        if (System.nanoTime() - collected >= BETWEEN_COLLECTIONS.toNanos()) {
            var found = removeDocuments(epoch);
            if (found < DOCUMENTS) {
                collected = System.nanoTime();
            }
        }
    }

    private int removeDocuments(long epoch) {
        var unneeded = tables.documents().unneeded(settings.documents(), DOCUMENTS);
        for (int from = 0; from < unneeded.size() && leads.test(epoch); from += ROWS) {
            var some = unneeded.subList(from, Math.min(from + ROWS, unneeded.size()));
            var gone = inTransaction(epoch, () -> tables.documents().remove(some, settings.documents()));
            removed.documents().increment(gone);
        }
        return unneeded.size();
    }

    /** Objects that datasets were made from stay: they say where a dataset comes from, and are no more than there are datasets. */
    private void removeJob(UUID job, long epoch) {
        var after = START;
        var objects = 0;
        for (var ended = false; !ended && leads.test(epoch); ) {
            var from = after;
            var piece = inTransaction(epoch, () -> removal.next(job, true, from));
            after = piece.last();
            ended = piece.ended();
            objects += piece.removed();
            removed.objects().increment(piece.removed());
            if (piece.gone()) {
                removed.jobs().increment();
            }
        }
        LOG.debug("Job {} is older than history is kept: {} of its objects are removed", job, objects);
    }

    private void some(long epoch, Counter counter, Supplier<Integer> remove) {
        var gone = ROWS;
        for (int round = 0; round < ROUNDS && gone == ROWS && leads.test(epoch); round++) {
            gone = inTransaction(epoch, remove);
            counter.increment(gone);
        }
    }

    private <T> T inTransaction(long epoch, Supplier<T> remove) {
        var done = transaction.<T>execute(status -> {
            var piece = remove.get();
            tables.lease().check(epoch);
            return piece;
        });
        if (done == null) {
            throw new IllegalStateException("A removal said nothing");
        }
        return done;
    }
}
