package org.garner.control;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.Outcome;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.HarvestRecords.Absent;
import org.garner.ledger.Holds;
import org.garner.ledger.Holds.Figures;
import org.garner.ledger.JobProgress;
import org.garner.ledger.JobProgress.Progress;
import org.garner.ledger.Jobs;
import org.garner.ledger.Jobs.Job;
import org.garner.ledger.Sources;
import org.garner.ledger.Stories;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Judges the withdrawal that a complete listing asks for, and holds it with its plan and its reason when a rule says so. */
class Holding {
    private static final Logger LOG = LoggerFactory.getLogger(Holding.class);
    private static final int EXAMPLES = 3;

    private final Tables tables;
    private final TransactionTemplate transaction;

    /** The tables that a judgement reads and writes. */
    record Tables(
            Jobs jobs,
            JobProgress progress,
            Sources sources,
            HarvestRecords records,
            HarvestObjects objects,
            Holds holds,
            Stories stories,
            Lead lead) {}

    Holding(Tables tables, TransactionTemplate transaction) {
        this.tables = tables;
        this.transaction = transaction;
    }

    /**
     * What would become of the withdrawal of what a job did not list.
     *
     * @param rule the rule that would hold it; empty when there is nothing to hold
     */
    record Judgement(Figures figures, Absent absent, Optional<HoldRule> rule) {
        /** Why a run would hold the withdrawal, by its rule. */
        String says() {
            return "%s. %d datasets would be withdrawn."
                    .formatted(rule.orElseThrow().says(figures), absent.missing());
        }

        /** True when there are records that no decision keeps. */
        boolean anyToGo() {
            return absent.missing() > absent.kept();
        }
    }

    /** Judges the withdrawal of what a job did not list, and writes nothing. */
    Judgement judge(Job job, HarvestSource source, Progress progress) {
        var absent = tables.records().absent(source.id(), job.id());
        var figures = figures(job, source, progress, absent);
        return new Judgement(
                figures, absent, absent.missing() == absent.kept() ? Optional.empty() : HoldRule.of(figures));
    }

    /**
     * Judges the withdrawal of what a job did not list, and holds it when a rule says so.
     *
     * @return true when those may go that no decision keeps; false when there are none, or all of it is held
     */
    boolean lets(Job job, HarvestSource source, Progress progress) {
        var judgement = judge(job, source, progress);
        if (judgement.rule().isEmpty()) {
            tables.holds().drop(job.id());
            return judgement.anyToGo();
        }
        hold(job, source, judgement.rule().get(), judgement.figures(), judgement.absent());
        return false;
    }

    private Figures figures(Job job, HarvestSource source, Progress progress, Absent absent) {
        // What a dry run would add is not among the live records.
        var added =
                job.mode().onlyPlans() ? 0 : tables.objects().counts(job.id()).getOrDefault(Outcome.ADDED, 0L);
        var before = tables.records().live(source.id()) - added;
        var lastComplete = tables.sources().lastComplete(source.id()).orElse(before);
        var listedBefore = before - absent.missing();
        return new Figures(
                progress.listed(),
                lastComplete,
                before,
                absent.missing(),
                Math.max(0, progress.listed() - listedBefore));
    }

    private void hold(Job job, HarvestSource source, HoldRule rule, Figures figures, Absent absent) {
        var reason = reason(job, source, rule, figures, absent);
        transaction.executeWithoutResult(status -> {
            tables.holds().hold(job.ticket(), source.id(), rule.word(), reason, figures);
            tables.progress().held(job.id(), figures.missing());
            tables.jobs().guard(job.ticket());
            tables.lead().check();
        });
        LOG.info("Job {} of {} is held for an operator: {}", job.id(), source.name(), reason);
    }

    private String reason(Job job, HarvestSource source, HoldRule rule, Figures figures, Absent absent) {
        var reason = new StringBuilder(rule.says(figures)).append(". ");
        if (rule == HoldRule.IDENTIFIERS) {
            reason.append("Gone: %s. New: %s. The new ones are in the catalogue beside the old. "
                    .formatted(gone(job, source), appeared(job)));
        }
        if (absent.kept() > 0) {
            reason.append("%d of the missing were to stay by an earlier decision; %d more are missing now. "
                    .formatted(absent.kept(), absent.missing() - absent.kept()));
        }
        return reason.append("%d datasets would be withdrawn; none was. Look at the list, then approve or reject it."
                        .formatted(figures.missing()))
                .toString();
    }

    private String gone(Job job, HarvestSource source) {
        return examples(tables.records().missing(source.id(), job.id(), "", EXAMPLES).stream()
                .map(HarvestRecords.Held::guid)
                .toList());
    }

    private String appeared(Job job) {
        return examples(
                tables
                        .stories()
                        .ofJob(job.id(), new Stories.Filter(Outcome.ADDED, null, null, null), "", EXAMPLES)
                        .stream()
                        .map(Stories.Told::guid)
                        .toList());
    }

    private static String examples(List<String> guids) {
        return guids.isEmpty()
                ? "none of them imported"
                : guids.stream().map("'%.100s'"::formatted).collect(Collectors.joining(", "));
    }
}
