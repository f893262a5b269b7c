package org.garner.control;

import java.util.Map;
import java.util.UUID;
import org.garner.harvest.Outcome;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.JobProgress;
import org.garner.ledger.JobProgress.Progress;
import org.garner.ledger.Jobs;
import org.garner.ledger.Jobs.Job;
import org.garner.ledger.Sources;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** The close: counts the objects of a settled job, decides its outcome, and ends it. */
class Closing implements HarvestBatch.StepWork {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Jobs jobs;
    private final JobProgress progress;
    private final HarvestObjects objects;
    private final HarvestErrors errors;
    private final Sources sources;
    private final TransactionTemplate transaction;

    Closing(
            Jobs jobs,
            JobProgress progress,
            HarvestObjects objects,
            HarvestErrors errors,
            Sources sources,
            TransactionTemplate transaction) {
        this.jobs = jobs;
        this.progress = progress;
        this.objects = objects;
        this.errors = errors;
        this.sources = sources;
        this.transaction = transaction;
    }

    /** How a job ends, and why it does not end well. */
    record Verdict(String outcome, @Nullable String reason) {}

    @Override
    public void on(UUID id) {
        var job = jobs.find(id).filter(Job::open).orElseThrow(() -> new JobTakenAwayException(id));
        var now = progress.find(id).orElseThrow();
        var counts = objects.counts(id);
        var gatherErrors = errors.countGather(id);
        var ofRun = verdict(now, counts, gatherErrors);
        var verdict = job.mode().onlyPlans() ? ofPlan(ofRun) : ofRun;
        var ended = transaction.execute(status -> {
            progress.settle(id, counts);
            if ("complete".equals(now.completeness())
                    && now.held() == 0
                    && !job.mode().onlyPlans()) {
                sources.listedCompletely(job.source(), now.listed());
            }
            return jobs.finish(job.ticket(), verdict.outcome(), verdict.reason());
        });
        if (!Boolean.TRUE.equals(ended)) {
            throw new JobTakenAwayException(id);
        }
        LOG.info("Job {} ended: {} {}", id, verdict.outcome(), counts);
    }

    static Verdict verdict(Progress progress, Map<Outcome, Long> counts, long gatherErrors) {
        if ("failed".equals(progress.completeness())) {
            return new Verdict(
                    "failed", "The source could not be listed; see the errors of this job. Nothing was withdrawn.");
        }
        if (progress.held() > 0) {
            return new Verdict(
                    "held",
                    "%d datasets would be withdrawn, which is more than a listing may withdraw unasked (it named %d records). Nothing was withdrawn."
                            .formatted(progress.held(), progress.listed()));
        }
        var errored = counts.getOrDefault(Outcome.ERRORED, 0L);
        if ("partial".equals(progress.completeness())) {
            return new Verdict(
                    "with_errors",
                    "The listing is not complete, so nothing was withdrawn; %d records had errors.".formatted(errored));
        }
        return errored + gatherErrors == 0
                ? new Verdict("succeeded", null)
                : new Verdict(
                        "with_errors",
                        "%d records and %d places of the listing had errors.".formatted(errored, gatherErrors));
    }

    /** How a dry run ends whose job would end so: it holds nothing that an operator could approve. */
    static Verdict ofPlan(Verdict verdict) {
        return "held".equals(verdict.outcome())
                ? new Verdict("succeeded", "Nothing was written. A run would be held: " + verdict.reason())
                : verdict;
    }

    /** Ends a job that cannot go on. */
    void fail(UUID id, String reason) {
        jobs.find(id).filter(Job::open).ifPresent(job -> {
            LOG.error("Job {} failed: {}", id, reason);
            jobs.finish(job.ticket(), "failed", reason);
        });
    }
}
