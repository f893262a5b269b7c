package org.garner.control;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.garner.harvesters.Harvesters;
import org.garner.ledger.ControlLease;
import org.garner.ledger.JobProgress;
import org.garner.ledger.JobStandings;
import org.garner.ledger.Jobs;
import org.garner.ledger.Jobs.Job;
import org.garner.ledger.LivenessSettings;
import org.garner.ledger.Sources;
import org.garner.ledger.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader's loop: takes up jobs, deals their work, notices when they have settled or were ended. Ticks every 250 ms while anything runs and
 * at once on a hint; all that it knows it can find again in the ledger.
 */
class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final long BUSY_MILLIS = 250;
    private static final long IDLE_MILLIS = 2000;
    private static final int IMPORTS_PER_JOB = 1000;
    private static final int IMPORTS_PER_WORKER = 2000;
    /** What was given back goes to others at once: this is once. */
    private static final Duration BETWEEN_SENDS = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final ControlLease lease;
    private final Harvesters harvesters;
    private final Dealer dealer;
    private final JobThreads threads;
    private final Watching watching;

    private final Map<UUID, RunningJob> running = new ConcurrentHashMap<>();
    private final Semaphore wake = new Semaphore(0);
    private volatile OptionalLong leads = OptionalLong.empty();
    private long housekept;
    private long sent;
    private long leaseRenewed;

    /** The tables that dispatching reads, and who says which of the waiting jobs may start. */
    record Ledger(Jobs jobs, JobProgress progress, Sources sources, Workers workers, Admission admission) {}

    /** What keeps work alive: what was lost is repeated, and what goes on for too long is ended. */
    record Watching(Repeats repeats, JobLimits limits, JobStandings standings, LivenessSettings liveness) {}

    Dispatcher(
            Ledger ledger,
            ControlLease lease,
            Harvesters harvesters,
            Dealer dealer,
            JobThreads threads,
            Watching watching) {
        this.ledger = ledger;
        this.lease = lease;
        this.harvesters = harvesters;
        this.dealer = dealer;
        this.threads = threads;
        this.watching = watching;
    }

    /** Ticks soon: a job was started, ended or moved on. */
    void wake() {
        if (wake.availablePermits() < 1) {
            wake.release();
        }
    }

    /** The epoch in which this process leads; empty when another does. */
    OptionalLong leads() {
        return leads;
    }

    /** Completes when all records of the job have ended; fails when it is ended by others or this process stops leading. */
    CompletableFuture<Void> settled(UUID job) {
        return Optional.ofNullable(running.get(job))
                .map(known -> known.settled)
                .orElseGet(() -> CompletableFuture.failedFuture(new JobTakenAwayException(job)));
    }

    /** Runs until interrupted. */
    void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                round();
                var unused = wake.tryAcquire(running.isEmpty() ? IDLE_MILLIS : BUSY_MILLIS, TimeUnit.MILLISECONDS);
                wake.drainPermits();
            } catch (InterruptedException e) {
                break;
            } catch (RuntimeException | Error e) {
                // The database is away, or this is a bug: either way the jobs must go on when it is over.
                LOG.error("A tick of the dispatcher failed; the next one follows in a second", e);
                pause();
            }
        }
        stopLeading();
        lease.release();
    }

    private static void pause() {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look at all jobs, if this process leads. */
    void round() {
        try {
            tick();
        } catch (ControlLease.LostLeadException e) {
            LOG.warn("{}", e.getMessage());
            stopLeading();
        }
    }

    private void tick() {
        if (!renewLease()) {
            return;
        }
        var epoch = leads.orElseThrow();
        // Looked at before the table: a job whose execution had ended by then and that is open still has nobody.
        var left = running.values().stream().filter(RunningJob::left).toList();
        var open = new LinkedHashMap<UUID, Job>();
        ledger.jobs().open().forEach(job -> open.put(job.id(), job));
        dropEnded(open);
        left.forEach(job -> running.remove(job.job.id(), job));
        startWaiting(open);
        open.values().forEach(job -> takeUp(job, epoch));
        dealAll(epoch);
        if (System.nanoTime() - sent > BETWEEN_SENDS.toNanos()) {
            sent = System.nanoTime();
            watching.repeats().sendDue();
        }
        if (System.nanoTime() - housekept > watching.liveness().heartbeat().toNanos()) {
            housekept = System.nanoTime();
            watching.repeats().look(epoch);
            endOverdue();
            ledger.progress().endedButOpen(100).forEach(threads::settleEnded);
            ledger.workers().forgetDead();
        }
    }

    /** Ends jobs that have stood still, run for too long, or bring mostly errors; who waits for them hears it with the next tick. */
    private void endOverdue() {
        watching.limits().keep(running.keySet());
        for (var standing : watching.standings().of(running.keySet()).values()) {
            var job = running.get(standing.job());
            var reason = watching.limits().exceeded(standing);
            if (job != null && reason.isPresent()) {
                LOG.warn("Job {} of {}: {}", standing.job(), job.source.name(), reason.get());
                ledger.jobs().finish(job.job.ticket(), "failed", reason.get());
            }
        }
    }

    private boolean renewLease() {
        if (leads.isPresent()
                && System.nanoTime() - leaseRenewed < lease.renewal().toNanos()) {
            return true;
        }
        var epoch = lease.take();
        leaseRenewed = System.nanoTime();
        if (epoch.isPresent() && !epoch.equals(leads)) {
            LOG.info("This control process leads (epoch {})", epoch.getAsLong());
            housekept = 0;
        }
        if (epoch.isEmpty() && leads.isPresent()) {
            LOG.warn("Another control process leads");
            stopLeading();
        }
        leads = epoch;
        return epoch.isPresent();
    }

    private void stopLeading() {
        leads = OptionalLong.empty();
        running.values().forEach(job -> job.settled.completeExceptionally(new JobTakenAwayException(job.job.id())));
        running.clear();
    }

    /** Lets go of jobs that were ended or resumed by others; who waits for them is told. */
    private void dropEnded(Map<UUID, Job> open) {
        for (var known : List.copyOf(running.values())) {
            var now = open.get(known.job.id());
            if (now == null || now.epoch() != known.job.epoch()) {
                running.remove(known.job.id());
                if (known.settled.completeExceptionally(new JobTakenAwayException(known.job.id()))) {
                    LOG.info("Job {} was ended by others", known.job.id());
                }
                if (now == null) {
                    threads.settleEnded(known.job.id());
                }
            }
        }
    }

    private void startWaiting(Map<UUID, Job> open) {
        for (var job : ledger.admission().admit(open.values())) {
            if (ledger.jobs().start(job)) {
                wake();
            }
        }
        open.values().removeIf(job -> "New".equals(job.status()));
    }

    private void takeUp(Job job, long epoch) {
        if (running.containsKey(job.id()) || threads.busyWith(job.id())) {
            return;
        }
        var source = ledger.sources().byId(job.source()).orElseThrow();
        int fetchBatch;
        try {
            fetchBatch = harvesters.byType(source.type()).fetchBatch();
        } catch (IllegalArgumentException e) {
            ledger.jobs().abort(job.id(), "control", String.valueOf(e.getMessage()));
            return;
        }
        var taken = new RunningJob(job, source, fetchBatch);
        threads.reopen(job, () -> register(taken, epoch), taken::leave);
    }

    /**
     * Before its execution starts, which asks for the milestone at once.
     *
     * @throws JobTakenAwayException when this process leads no more, or leads anew: whoever leads now takes the job up
     */
    private void register(RunningJob job, long epoch) {
        running.put(job.job.id(), job);
        if (!leads.equals(OptionalLong.of(epoch))) {
            running.remove(job.job.id(), job);
            throw new JobTakenAwayException(job.job.id());
        }
        wake();
    }

    private void dealAll(long epoch) {
        var dealing = running.values().stream()
                .filter(job -> !job.settled.isDone())
                .sorted(Comparator.comparing(job -> job.job.id()))
                .toList();
        if (dealing.isEmpty()) {
            return;
        }
        var loads = dealer.loads();
        var importing = loads.values().stream().mapToInt(Dealer.Load::importing).sum();
        var room = Math.max(1, importers()) * IMPORTS_PER_WORKER - importing;
        var share = Math.max(50, room / dealing.size());
        for (var job : dealing) {
            var load = loads.getOrDefault(job.job.id(), Dealer.Load.NONE);
            deal(job, load, Math.min(share, IMPORTS_PER_JOB - load.importing()), epoch);
        }
    }

    private int importers() {
        return ledger.workers().alive("import", watching.liveness().deadAfter());
    }

    private void deal(RunningJob job, Dealer.Load load, int importRoom, long epoch) {
        // The listing is looked at before the objects: what it wrote before it ended is then seen below.
        var listing = ledger.progress().find(job.job.id()).orElseThrow();
        if (listing.listing() && !load.gathering()) {
            dealer.orderListing(job, epoch);
            return;
        }
        var seen = dealer.deal(job, load, Math.max(0, importRoom), epoch);
        if (seen == 0 && !listing.listing() && load.idle()) {
            if (job.knowsWhatIsOut() && !threads.anyOpen(job.job.id())) {
                ledger.jobs().gatherFinished(job.job.ticket());
                job.settled.complete(null);
            } else {
                job.scanAgain();
                wake();
            }
        }
    }
}
