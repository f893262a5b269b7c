package org.garner.control;

import java.util.List;
import java.util.UUID;
import org.garner.ledger.JobHistory;

/** Removes what an ended job has left, in pieces that each fit a transaction; the caller opens and guards it. */
class JobRemoval {
    private static final int OBJECTS = 2000;

    private final JobHistory history;
    private final BatchHistory batch;

    JobRemoval(JobHistory history, BatchHistory batch) {
        this.history = history;
        this.batch = batch;
    }

    /**
     * What a piece has done.
     *
     * @param passed how many objects it looked at
     * @param removed how many of them it removed
     * @param last the object at which the next piece goes on
     * @param ended true when nothing more of the job is to be removed
     * @param gone true when the job itself is gone too; else objects of it are kept
     */
    record Piece(int passed, int removed, UUID last, boolean ended, boolean gone) {}

    /** Removes the next piece: objects with their errors, then orders and errors of the listing, then the job. A job that was resumed meanwhile is left alone. */
    Piece next(UUID job, boolean keepCurrent, UUID after) {
        if (!history.hold(job)) {
            return new Piece(0, 0, after, true, false);
        }
        var objects = history.removeObjects(job, keepCurrent, after, OBJECTS);
        var more = objects.passed() == OBJECTS || history.removeWork(job, OBJECTS);
        if (!more) {
            batch.forget(List.of(job));
        }
        return new Piece(objects.passed(), objects.removed(), objects.last(), !more, !more && history.removeJob(job));
    }
}
