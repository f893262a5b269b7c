package org.garner.control;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.garner.harvest.HarvestSource;
import org.garner.ledger.Jobs;

/**
 * What the dispatcher remembers of a job while it runs: only what it can find again in the ledger. Used by the dispatcher's thread alone, except
 * {@link #settled} and {@link #leave}.
 */
final class RunningJob {
    private static final UUID START = new UUID(0, 0);

    final Jobs.Job job;
    final HarvestSource source;
    final int fetchBatch;
    /** Completes when every listed record has ended; fails when the job was ended by others. */
    final CompletableFuture<Void> settled = new CompletableFuture<>();

    private final Map<String, HostWindow> windows = new HashMap<>();
    private volatile boolean left;
    private UUID handedOut = START;
    private boolean knowsWhatIsOut;

    RunningJob(Jobs.Job job, HarvestSource source, int fetchBatch) {
        this.job = job;
        this.source = source;
        this.fetchBatch = fetchBatch;
    }

    /** Its Batch execution has ended: if the job is still open, it is to be taken up anew. */
    void leave() {
        left = true;
        settled.completeExceptionally(new JobTakenAwayException(job.id()));
    }

    boolean left() {
        return left;
    }

    UUID handedOut() {
        return handedOut;
    }

    /** True once a scan from the start has ended: from then on, what lies before the cursor has been handed out by this dispatcher. */
    boolean knowsWhatIsOut() {
        return knowsWhatIsOut;
    }

    void handedOutTo(UUID object) {
        handedOut = object;
    }

    void scannedToTheEnd() {
        knowsWhatIsOut = true;
    }

    /** Begins the scan anew: an order was lost or repeated, or objects were written behind the cursor. */
    void scanAgain() {
        handedOut = START;
        knowsWhatIsOut = false;
    }

    HostWindow window(String host) {
        return windows.computeIfAbsent(host, name -> new HostWindow());
    }
}
