package org.garner.control.rest;

import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.garner.control.rest.JobViews.JobView;
import org.garner.ledger.Holds;
import org.garner.ledger.Holds.Decision;
import org.garner.ledger.Holds.Hold;
import org.garner.ledger.Jobs;
import org.garner.ledger.Jobs.Job;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/** What operators can do with a withdrawal that a job holds: have it done, or have the datasets stay. */
class HoldControl {
    private final Jobs jobs;
    private final Holds holds;
    private final JobControl control;
    private final SourceControl sources;
    private final TransactionTemplate transaction;
    private final Wake wake;

    HoldControl(
            Jobs jobs,
            Holds holds,
            JobControl control,
            SourceControl sources,
            TransactionTemplate transaction,
            Wake wake) {
        this.jobs = jobs;
        this.holds = holds;
        this.control = control;
        this.sources = sources;
        this.transaction = transaction;
        this.wake = wake;
    }

    /** Has the job run again, in a new epoch, to withdraw what it held. */
    JobView approve(UUID id, String by, @Nullable String note) {
        control.require(id);
        if (!decided(() -> holds.decide(id, "approved", by, note) && jobs.reopenHeld(id))) {
            throw refused(id);
        }
        wake.soon();
        return control.job(id);
    }

    /** Has the datasets stay; later jobs do not hold again for them, or for fewer of them. */
    JobView reject(UUID id, String by, @Nullable String note) {
        var job = control.require(id);
        if (!decided(() -> "held".equals(job.outcome())
                && jobs.openOf(job.source()).isEmpty()
                && jobs.lastToList(id)
                && holds.decide(id, "rejected", by, note))) {
            throw refused(id);
        }
        return control.job(id);
    }

    /** Does all of it or nothing. */
    private boolean decided(BooleanSupplier work) {
        try {
            return Boolean.TRUE.equals(transaction.<Boolean>execute(status -> {
                var done = work.getAsBoolean();
                if (!done) {
                    status.setRollbackOnly();
                }
                return done;
            }));
        } catch (DuplicateKeyException e) {
            // Another job of the source was started this very moment.
            return false;
        }
    }

    /** Why nothing can be decided on this job, as far as the ledger tells now. */
    private ProblemException refused(UUID id) {
        var job = control.require(id);
        var hold = holds.find(id);
        var decision = hold.map(Hold::decision);
        if (decision.isPresent()) {
            return decided(job, decision.get());
        }
        var open = jobs.openOf(job.source());
        if (open.isPresent() && !open.get().id().equals(job.id())) {
            return SourceControl.openJob(
                    control.job(job.id()).source().name(),
                    open.get(),
                    open.get().mode().namesRecords() || open.get().mode().onlyPlans()
                            ? "Wait for its end, or abort it; nothing was decided."
                            : "It lists the source anew, and what it finds counts; nothing was decided.");
        }
        if (!"held".equals(job.outcome()) || hold.isEmpty()) {
            return notHeld(
                    job,
                    "it %s, and %s"
                            .formatted(
                                    job.outcome() == null ? "is " + job.status() : "ended as " + job.outcome(),
                                    hold.isEmpty() ? "holds no withdrawal" : "its withdrawal is not held any more"));
        }
        if (!jobs.lastToList(job.id())) {
            return notHeld(
                    job,
                    "a newer job has gone over its source since, to whatever end; decide on that one if it is held, or"
                            + " start another");
        }
        if (sources.inactive(job.source())) {
            return JobControl.inactive(control.job(job.id()).source().name());
        }
        return notHeld(job, "its source has changed this very moment; try again");
    }

    private static ProblemException decided(Job job, Decision decision) {
        var note = decision.note() == null ? "" : " (\"%s\")".formatted(decision.note());
        var then = "approved".equals(decision.word()) && "aborted".equals(job.outcome())
                ? "The job was aborted since: resume it to go on."
                : "Nothing was changed.";
        return new ProblemException(
                ProblemCode.JOB_DECIDED,
                "The withdrawal that job %s held was %s by %s on %s%s. %s"
                        .formatted(
                                job.id(),
                                decision.word(),
                                decision.by(),
                                decision.at().truncatedTo(ChronoUnit.SECONDS),
                                note,
                                then),
                Map.of("job", job.id().toString(), "decision", decision.word()));
    }

    private static ProblemException notHeld(Job job, String why) {
        return new ProblemException(
                ProblemCode.JOB_NOT_HELD,
                "Nothing can be approved or rejected of job %s: %s.".formatted(job.id(), why),
                Map.of("job", job.id().toString()));
    }
}
