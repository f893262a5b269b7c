package org.garner.control.rest;

import java.util.List;
import java.util.UUID;
import org.garner.ledger.Jobs;
import org.garner.ledger.WorkQueue;
import org.garner.ledger.WorkQueue.Queued;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** What waits and is in work, and how an operator gets rid of it. */
class QueueControl {
    private final WorkQueue queue;
    private final Jobs jobs;
    private final SourceControl sources;
    private final TransactionTemplate transaction;
    private final Wake wake;

    QueueControl(WorkQueue queue, Jobs jobs, SourceControl sources, TransactionTemplate transaction, Wake wake) {
        this.queue = queue;
        this.jobs = jobs;
        this.sources = sources;
        this.transaction = transaction;
        this.wake = wake;
    }

    /** How much an operator was shown, and is willing to lose; null for any number. */
    record Expected(@Nullable Long jobs, @Nullable Long objects) {}

    List<Queued> show(@Nullable String source) {
        return queue.of(id(source));
    }

    /**
     * Aborts the open job of one source, or those of all, in one transaction: from its commit on nothing of them commits, and their workers drop what they
     * hold. Jobs that were added after the look at the queue go on.
     *
     * @return what was in the queue of the jobs that this call has ended
     */
    List<Queued> purge(@Nullable String source, Expected expected, String by) {
        var id = id(source);
        var purged = transaction.<List<Queued>>execute(status -> {
            var found = queue.of(id);
            check(found, expected);
            var ended = jobs.abortAll(
                    found.stream().map(Queued::job).toList(),
                    Jobs.By.somebody(by),
                    id == null
                            ? "its work was purged from the queue, with that of all sources"
                            : "its work was purged from the queue");
            return found.stream().filter(job -> ended.contains(job.job())).toList();
        });
        wake.soon();
        return purged == null ? List.of() : purged;
    }

    private static void check(List<Queued> found, Expected expected) {
        var objects = found.stream().mapToLong(Queued::objects).sum();
        var most = expected.jobs();
        var mostObjects = expected.objects();
        if ((most != null && found.size() > most) || (mostObjects != null && objects > mostObjects)) {
            throw new ProblemException(
                    ProblemCode.QUEUE_GREW,
                    "There are %d open jobs with %d open records by now, more than the %s jobs and %s records that were expected. Nothing was purged: look at the queue again."
                            .formatted(
                                    found.size(),
                                    objects,
                                    most == null ? "any number of" : most,
                                    mostObjects == null ? "any number of" : mostObjects));
        }
    }

    private @Nullable UUID id(@Nullable String source) {
        return source == null ? null : sources.source(source).id();
    }
}
