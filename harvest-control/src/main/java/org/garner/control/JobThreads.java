package org.garner.control;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.JobLog;
import org.garner.ledger.JobLog.Part;
import org.garner.ledger.JobProgress;
import org.garner.ledger.Jobs.Job;
import org.garner.ledger.Orders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What takes longer than a tick may: opening a job with all its objects, and ending one; each on a virtual thread, one thread per job. */
class JobThreads {
    private static final Logger LOG = LoggerFactory.getLogger(JobThreads.class);
    private static final int BATCH = 10_000;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final int MOST_LOOKS = 250;

    private final HarvestObjects objects;
    private final JobProgress progress;
    private final Orders orders;
    private final HarvestBatch batch;
    private final JobLog log;
    private final Set<UUID> busy = ConcurrentHashMap.newKeySet();

    JobThreads(HarvestObjects objects, JobProgress progress, Orders orders, HarvestBatch batch, JobLog log) {
        this.log = log;
        this.objects = objects;
        this.progress = progress;
        this.orders = orders;
        this.batch = batch;
    }

    boolean busyWith(UUID job) {
        return busy.contains(job);
    }

    boolean anyOpen(UUID job) {
        return objects.anyOpen(job);
    }

    /**
     * Opens what an abort had cancelled, then lets the job be dispatched and its Batch execution run.
     *
     * @param register lets the job be dispatched
     * @param letGo undoes that when the execution cannot run, so that the job is taken up anew
     */
    void reopen(Job job, Runnable register, Runnable letGo) {
        once(job.id(), "reopen", () -> {
            var before = progress.find(job.id()).orElseThrow();
            if (before.settled()) {
                orders.endAll(job.id());
                var opened = 0;
                for (int some = BATCH; some > 0; opened += some) {
                    some = objects.reopenSome(job.id(), BATCH);
                }
                progress.reopen(job.id());
                LOG.info("Job {} is resumed with {} cancelled objects opened again", job.id(), opened);
                log.info(job.id(), Part.CONTROL, "%d records that had been cancelled are open again".formatted(opened));
            }
            log.info(job.id(), Part.CONTROL, "This control process leads the job, at the phase " + before.phase());
            register.run();
            try {
                batch.run(job.id());
            } catch (RuntimeException e) {
                letGo.run();
                throw e;
            }
        });
    }

    /** Cancels what an ended job left open and writes its final counts. */
    void settleEnded(UUID job) {
        once(job, "settle", () -> {
            orders.endAll(job);
            var cancelled = 0;
            for (int looks = 0; objects.anyOpen(job); looks++) {
                if (looks == MOST_LOOKS) {
                    LOG.info("Job {} has ended, but a worker still holds objects of it; they are looked at again", job);
                    return;
                }
                if (looks > 0) {
                    // What a worker is about to end is skipped: its transaction fails at its guard, and lets go.
                    LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
                }
                for (int some = BATCH; some > 0; cancelled += some) {
                    some = objects.cancelSome(job, BATCH);
                }
            }
            progress.settle(job, objects.counts(job));
            if (cancelled > 0) {
                LOG.info("Job {} had ended with {} open objects; they are cancelled", job, cancelled);
                log.info(job, Part.CONTROL, "%d records that were still open are cancelled".formatted(cancelled));
            }
        });
    }

    private void once(UUID job, String what, Runnable work) {
        if (!busy.add(job)) {
            return;
        }
        Thread.ofVirtual().name(what + "-" + job).start(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.error("To {} job {} failed; the dispatcher tries again", what, job, e);
            } finally {
                busy.remove(job);
            }
        });
    }
}
