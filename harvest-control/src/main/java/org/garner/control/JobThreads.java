package org.garner.control;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.garner.ledger.ControlLease;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.JobHistory;
import org.garner.ledger.JobLog;
import org.garner.ledger.JobLog.Part;
import org.garner.ledger.JobProgress;
import org.garner.ledger.Jobs;
import org.garner.ledger.Jobs.Job;
import org.garner.ledger.Orders;
import org.garner.ledger.StaleTicketException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** What takes longer than a tick may: opening a job with all its objects, and ending one; each on a virtual thread, one thread per job. */
class JobThreads {
    private static final Logger LOG = LoggerFactory.getLogger(JobThreads.class);
    private static final int BATCH = 10_000;
    /** An abort waits for the batch of objects that is being opened. */
    private static final int REOPENED = 2000;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final int MOST_LOOKS = 250;

    private final Tables tables;
    private final HarvestBatch batch;
    private final JobLog log;
    private final TransactionTemplate transaction;
    private final Set<UUID> busy = ConcurrentHashMap.newKeySet();

    /** What opening and ending a job writes. */
    record Tables(
            Jobs jobs, JobHistory history, HarvestObjects objects, JobProgress progress, Orders orders, Lead lead) {}

    JobThreads(Tables tables, JobLog log, HarvestBatch batch, TransactionTemplate transaction) {
        this.tables = tables;
        this.log = log;
        this.batch = batch;
        this.transaction = transaction;
    }

    boolean busyWith(UUID job) {
        return busy.contains(job);
    }

    boolean anyOpen(UUID job) {
        return tables.objects().anyOpen(job);
    }

    /**
     * Ends what former epochs left in flight and opens what an abort had cancelled, when the job was resumed; then lets the job be dispatched and its Batch execution run.
     *
     * @param register lets the job be dispatched
     * @param letGo undoes that when the execution cannot run, or has ended, so that a job that is still open is taken up anew
     */
    void reopen(Job job, Runnable register, Runnable letGo) {
        once(job.id(), "reopen", () -> {
            var before = tables.progress().find(job.id()).orElseThrow();
            if (before.reopening()) {
                open(job);
            }
            register.run();
            log.info(job.id(), Part.CONTROL, "This control process leads the job, at the phase " + before.phase());
            try {
                batch.run(job.id(), letGo);
            } catch (RuntimeException e) {
                letGo.run();
                throw e;
            }
        });
    }

    /** A process that dies or loses the lead in the midst leaves the phase as it was, by which the next one sees that it has to go on. */
    private void open(Job job) {
        whileItRuns(job, () -> tables.orders().endAll(job.id()));
        var opened = 0;
        for (int some = REOPENED; some > 0; opened += some) {
            some = whileItRuns(job, () -> tables.objects().reopenSome(job.id(), REOPENED));
        }
        whileItRuns(job, () -> {
            tables.progress().reopen(job.id());
            return 0;
        });
        LOG.info("Job {} is resumed with {} cancelled objects opened again", job.id(), opened);
        log.info(job.id(), Part.CONTROL, "%d records that had been cancelled are open again".formatted(opened));
    }

    private int whileItRuns(Job job, IntSupplier work) {
        var done = transaction.<Integer>execute(status -> {
            var count = work.getAsInt();
            tables.jobs().guard(job.ticket());
            tables.lead().check();
            return count;
        });
        return done == null ? 0 : done;
    }

    /** Cancels what an ended job left open and writes its final counts, unless it is resumed meanwhile. */
    void settleEnded(UUID job) {
        once(job, "settle", () -> {
            onceEnded(job, () -> tables.orders().endAll(job));
            var cancelled = 0;
            for (int looks = 0; tables.objects().anyOpen(job); looks++) {
                if (looks == MOST_LOOKS) {
                    LOG.info("Job {} has ended, but a worker still holds objects of it; they are looked at again", job);
                    return;
                }
                if (looks > 0) {
                    // What a worker is about to end is skipped: its transaction fails at its guard, and lets go.
                    LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
                }
                for (int some = BATCH; some > 0; cancelled += some) {
                    some = onceEnded(job, () -> tables.objects().cancelSome(job, BATCH));
                }
            }
            onceEnded(job, () -> {
                tables.progress().settle(job, tables.objects().counts(job));
                return 0;
            });
            if (cancelled > 0) {
                LOG.info("Job {} had ended with {} open objects; they are cancelled", job, cancelled);
                log.info(job, Part.CONTROL, "%d records that were still open are cancelled".formatted(cancelled));
            }
        });
    }

    /** @throws JobTakenAwayException when the job runs again, or is gone */
    private int onceEnded(UUID job, IntSupplier work) {
        var done = transaction.<Integer>execute(status -> {
            if (!tables.history().hold(job)) {
                throw new JobTakenAwayException(job);
            }
            var count = work.getAsInt();
            tables.lead().check();
            return count;
        });
        return done == null ? 0 : done;
    }

    private void once(UUID job, String what, Runnable work) {
        if (!busy.add(job)) {
            return;
        }
        Thread.ofVirtual().name(what + "-" + job).start(() -> {
            try {
                work.run();
            } catch (StaleTicketException | JobTakenAwayException | ControlLease.LostLeadException e) {
                LOG.info("To {} job {} is not for this process any more: {}", what, job, e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("To {} job {} failed ({}); the dispatcher tries again", what, job, e.toString(), e);
            } finally {
                busy.remove(job);
            }
        });
    }
}
