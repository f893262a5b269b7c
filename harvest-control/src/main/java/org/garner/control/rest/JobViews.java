package org.garner.control.rest;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.Outcome;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.Holds;
import org.garner.ledger.Holds.Hold;
import org.garner.ledger.JobProgress;
import org.garner.ledger.JobProgress.Progress;
import org.garner.ledger.Jobs;
import org.garner.ledger.Jobs.Job;
import org.garner.ledger.Orders;
import org.garner.ledger.Sources;
import org.jspecify.annotations.Nullable;

/** Jobs with all that moves; as many queries for a thousand jobs as for one. */
public class JobViews {
    private final Jobs jobs;
    private final Sources sources;
    private final JobProgress progress;
    private final Orders orders;
    private final HarvestErrors errors;
    private final Holds holds;

    /** A job with what moves. */
    public record JobView(
            Job job,
            HarvestSource source,
            Progress progress,
            Map<Outcome, Long> counts,
            long fetched,
            HarvestErrors.Count errors,
            @Nullable Hold hold) {
        /** True when the job has ended and its counts are final. A job that was resumed a moment ago still has the counts of its abort. */
        boolean settled() {
            return progress.settled() && !job.open();
        }
    }

    JobViews(Jobs jobs, Sources sources, JobProgress progress, Orders orders, HarvestErrors errors, Holds holds) {
        this.jobs = jobs;
        this.sources = sources;
        this.progress = progress;
        this.orders = orders;
        this.errors = errors;
        this.holds = holds;
    }

    /** Those of these jobs that exist. */
    List<JobView> of(List<UUID> ids) {
        return ids.isEmpty() ? List.of() : ofJobs(jobs.find(ids));
    }

    /** These jobs, in this order, without those that were removed with their history a moment ago. */
    List<JobView> ofJobs(List<Job> listed) {
        if (listed.isEmpty()) {
            return List.of();
        }
        var moving = progress.find(listed.stream().map(Job::id).toList());
        var found = listed.stream().filter(job -> moving.containsKey(job.id())).toList();
        var ids = found.stream().map(Job::id).toList();
        var of = sources.byIds(found.stream().map(Job::source).distinct().toList());
        var live = ids.stream()
                .filter(id -> !Objects.requireNonNull(moving.get(id)).settled())
                .toList();
        var tallies = live.isEmpty() ? Map.<UUID, Orders.Tally>of() : orders.tallies(live);
        var fetched = orders.fetched(ids);
        var wrong = errors.counts(ids);
        var held = holds.of(ids);
        return found.stream()
                .map(job -> {
                    var now = Objects.requireNonNull(moving.get(job.id()));
                    return new JobView(
                            job,
                            Objects.requireNonNull(of.get(job.source())),
                            now,
                            counts(now, tallies.getOrDefault(job.id(), Orders.Tally.NONE)),
                            fetched.getOrDefault(job.id(), 0L),
                            wrong.getOrDefault(job.id(), HarvestErrors.Count.NONE),
                            held.get(job.id()));
                })
                .toList();
    }

    /** The final counts of a job that has ended; while it runs, what its listing and its orders say. */
    private static Map<Outcome, Long> counts(Progress progress, Orders.Tally tally) {
        if (progress.settled()) {
            return Map.of(
                    Outcome.ADDED, progress.added(),
                    Outcome.UPDATED, progress.updated(),
                    Outcome.UNCHANGED, progress.unchanged(),
                    Outcome.DELETED, progress.deleted(),
                    Outcome.ERRORED, progress.errored(),
                    Outcome.CANCELLED, progress.cancelled());
        }
        return Map.of(
                Outcome.ADDED, (long) tally.added(),
                Outcome.UPDATED, (long) tally.updated(),
                Outcome.UNCHANGED, progress.unchanged() + tally.unchanged(),
                Outcome.ERRORED, (long) tally.errored());
    }
}
