package org.garner.control;

import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.garner.harvest.Outcome;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.Holds;
import org.garner.ledger.Holds.Hold;
import org.garner.ledger.JobLog;
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

    private final Tables tables;
    private final JobLog log;
    private final TransactionTemplate transaction;

    /** The tables that the close reads and writes. */
    record Tables(
            Jobs jobs,
            JobProgress progress,
            HarvestObjects objects,
            HarvestErrors errors,
            Sources sources,
            HarvestRecords records,
            Holds holds,
            Lead lead) {}

    Closing(Tables tables, JobLog log, TransactionTemplate transaction) {
        this.tables = tables;
        this.log = log;
        this.transaction = transaction;
    }

    /** How a job ends, and why it does not end well. */
    record Verdict(String outcome, @Nullable String reason) {}

    /**
     * What a job has come to.
     *
     * @param hold what it held, and what was decided on it, if it ever held anything
     * @param kept how many records it did not list that stay by a decision, or null when there is none
     */
    record Result(
            Progress progress,
            Map<Outcome, Long> counts,
            long gatherErrors,
            @Nullable Hold hold,
            @Nullable Kept kept) {
        private long count(Outcome outcome) {
            return counts.getOrDefault(outcome, 0L);
        }
    }

    /** Records that are missing and stay, because an operator has decided so. */
    record Kept(long records, Hold by) {}

    @Override
    public void on(UUID id) {
        var job = tables.jobs().find(id).filter(Job::open).orElseThrow(() -> new JobTakenAwayException(id));
        var now = tables.progress().find(id).orElseThrow();
        var counts = tables.objects().counts(id);
        var kept = "complete".equals(now.completeness()) ? kept(job) : null;
        var ofRun = verdict(new Result(
                now,
                counts,
                tables.errors().countGather(id),
                tables.holds().find(id).orElse(null),
                kept));
        var verdict = job.mode().onlyPlans()
                ? ofPlan(ofRun, tables.progress().wouldHold(id).orElse(null))
                : ofRun;
        transaction.executeWithoutResult(status -> {
            // The source before its job, as who starts a job locks them.
            if ("complete".equals(now.completeness())
                    && now.held() == 0
                    && kept == null
                    && !job.mode().onlyPlans()) {
                tables.sources().listedCompletely(job.source(), now.listed());
            }
            if (!tables.jobs().finish(job.ticket(), verdict.outcome(), verdict.reason())) {
                throw new JobTakenAwayException(id);
            }
            tables.progress().settle(id, counts);
            tables.lead().check();
        });
        LOG.info("Job {} ended: {} {}", id, verdict.outcome(), counts);
        log.info(id, JobLog.Part.CLOSE, sum(now, counts));
    }

    private static String sum(Progress progress, Map<Outcome, Long> counts) {
        return "%d records listed: %d added, %d updated, %d unchanged, %d with errors, %d cancelled. %d withdrawn, %d held, %d listed twice."
                .formatted(
                        progress.listed(),
                        counts.getOrDefault(Outcome.ADDED, 0L),
                        counts.getOrDefault(Outcome.UPDATED, 0L),
                        counts.getOrDefault(Outcome.UNCHANGED, 0L),
                        counts.getOrDefault(Outcome.ERRORED, 0L),
                        counts.getOrDefault(Outcome.CANCELLED, 0L),
                        counts.getOrDefault(Outcome.DELETED, 0L),
                        progress.held(),
                        progress.duplicates());
    }

    private @Nullable Kept kept(Job job) {
        var by = tables.holds().rejection(job.source());
        if (by.isEmpty()) {
            return null;
        }
        var records = tables.records().absent(job.source(), job.id()).kept();
        return records == 0 ? null : new Kept(records, by.get());
    }

    /** Nothing imported is never a success: an empty listing and one of errors alone say so. */
    static Verdict verdict(Result result) {
        var progress = result.progress();
        if ("failed".equals(progress.completeness())) {
            return new Verdict(
                    "failed", "The source could not be listed; see the errors of this job. Nothing was withdrawn.");
        }
        var hold = result.hold();
        if (progress.held() > 0) {
            return new Verdict(
                    "held",
                    hold == null
                            ? "%d datasets would be withdrawn. Nothing was withdrawn.".formatted(progress.held())
                            : hold.reason());
        }
        if (hold != null && hold.approved()) {
            return afterApproval(result, hold);
        }
        var errored = result.count(Outcome.ERRORED);
        if ("named".equals(progress.completeness())) {
            return ofNamed(result, errored);
        }
        if (progress.listed() > 0 && errored == progress.listed()) {
            return new Verdict(
                    "failed",
                    "Each of the %d records that were listed had errors, so nothing was imported; see the errors of this job."
                            .formatted(errored));
        }
        if ("partial".equals(progress.completeness())) {
            return new Verdict(
                    "with_errors",
                    "The listing is not complete, so nothing was withdrawn; %d records had errors.".formatted(errored));
        }
        return complete(result, errored);
    }

    /** The ledger named the records: that there was none, or that none could be imported, says nothing about the source. */
    private static Verdict ofNamed(Result result, long errored) {
        return errored + result.gatherErrors() == 0
                ? new Verdict("succeeded", null)
                : new Verdict("with_errors", troubles(result, errored));
    }

    private static Verdict complete(Result result, long errored) {
        var kept = result.kept() == null ? null : sentence(result.kept());
        if (result.progress().listed() == 0) {
            return new Verdict(
                    "with_errors",
                    "The source was listed completely and named no record, so nothing was imported. Check its address and settings.%s"
                            .formatted(kept == null ? "" : " " + kept));
        }
        if (errored + result.gatherErrors() == 0) {
            return new Verdict("succeeded", kept);
        }
        return new Verdict("with_errors", troubles(result, errored) + (kept == null ? "" : " " + kept));
    }

    private static Verdict afterApproval(Result result, Hold hold) {
        var errored = result.count(Outcome.ERRORED);
        var done =
                "%d of the %d held datasets were withdrawn, as %s approved; the others had been seen or had changed since."
                        .formatted(
                                result.count(Outcome.DELETED),
                                hold.figures().missing(),
                                hold.decision() == null
                                        ? "nobody"
                                        : hold.decision().by());
        return errored + result.gatherErrors() == 0
                ? new Verdict(
                        "succeeded",
                        result.count(Outcome.DELETED) == hold.figures().missing() ? null : done)
                : new Verdict("with_errors", done + " " + troubles(result, errored));
    }

    private static String troubles(Result result, long errored) {
        return "%d records and %d places of the listing had errors.".formatted(errored, result.gatherErrors());
    }

    private static String sentence(Kept kept) {
        var decision = kept.by().decision();
        return "%d datasets that the listing does not name stay in the catalogue: %s"
                .formatted(
                        kept.records(),
                        decision == null
                                ? "no decision was made."
                                : "%s decided so on %s, for job %s."
                                        .formatted(
                                                decision.by(),
                                                decision.at().truncatedTo(ChronoUnit.SECONDS),
                                                kept.by().job()));
    }

    /**
     * How a dry run ends whose job would end so: it holds nothing that an operator could approve.
     *
     * @param rule what the rule that would hold it says
     */
    static Verdict ofPlan(Verdict verdict, @Nullable String rule) {
        return "held".equals(verdict.outcome())
                ? new Verdict(
                        "succeeded",
                        "Nothing was written. A run would be held: " + (rule == null ? verdict.reason() : rule))
                : verdict;
    }

    /** Ends a job that cannot go on. */
    void fail(UUID id, String reason) {
        tables.jobs().find(id).filter(Job::open).ifPresent(job -> {
            LOG.error("Job {} failed: {}", id, reason);
            transaction.executeWithoutResult(status -> {
                tables.jobs().finish(job.ticket(), "failed", reason);
                tables.lead().check();
            });
        });
    }
}
