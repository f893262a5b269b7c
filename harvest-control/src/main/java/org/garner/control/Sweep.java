package org.garner.control;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.garner.catalog.DatasetId;
import org.garner.catalog.store.Catalogue;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.Presence;
import org.garner.harvest.RecordKey;
import org.garner.harvest.RecordRef;
import org.garner.harvest.TimeOrderedIds;
import org.garner.harvest.http.ExchangeListener;
import org.garner.harvest.http.KeptReplies;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvesters.Harvesters;
import org.garner.ledger.Exchanges;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.HarvestRecords.Held;
import org.garner.ledger.Holds;
import org.garner.ledger.JobLog;
import org.garner.ledger.JobLog.Part;
import org.garner.ledger.JobProgress;
import org.garner.ledger.JobProgress.Progress;
import org.garner.ledger.Jobs;
import org.garner.ledger.Jobs.Job;
import org.garner.ledger.Plans;
import org.garner.ledger.Sources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The sweep: withdraws what a source has no more, by law 5. Only a complete listing may withdraw; a suspicious one holds all of it for an
 * operator ({@link Holding}); after a listing in several pages, or a resumed one, the source itself is asked for each missing record first.
 *
 * <p>When an operator has approved what was held, the sweep withdraws that plan and nothing beyond it, except for what has been seen or has changed
 * since: a plan is a permission, and the source may still object.
 */
class Sweep implements HarvestBatch.StepWork {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final int BATCH = 50;

    private final Tables tables;
    private final Holding holding;
    private final Catalogue catalogue;
    private final Harvesters harvesters;
    private final Function<ExchangeListener, SourceClient> client;
    private final TransactionTemplate transaction;
    private final SweepPlan rehearsal;

    /** The tables that a sweep reads and writes. */
    record Tables(
            Jobs jobs,
            JobProgress progress,
            Sources sources,
            HarvestRecords records,
            HarvestObjects objects,
            HarvestErrors errors,
            Holds holds,
            Plans plans,
            JobLog log,
            Lead lead) {}

    /** @param client a client that tells each exchange to the listener */
    Sweep(
            Tables tables,
            Holding holding,
            Catalogue catalogue,
            Harvesters harvesters,
            Function<ExchangeListener, SourceClient> client,
            TransactionTemplate transaction) {
        this.tables = tables;
        this.holding = holding;
        this.catalogue = catalogue;
        this.harvesters = harvesters;
        this.client = client;
        this.transaction = transaction;
        this.rehearsal = new SweepPlan(tables, catalogue, transaction);
    }

    @Override
    public void on(UUID id) throws InterruptedException {
        var job = tables.jobs().find(id).filter(Job::open).orElseThrow(() -> new JobTakenAwayException(id));
        var progress = tables.progress().find(id).orElseThrow();
        var source = tables.sources().byId(job.source()).orElseThrow();
        tables.progress().phase(id, "sweep");
        tables.log().info(id, Part.SWEEP, "All records that were listed have ended.");
        if (!"complete".equals(progress.completeness())) {
            tables.log()
                    .info(
                            id,
                            Part.SWEEP,
                            "The listing is %s: nothing is withdrawn after it.".formatted(progress.completeness()));
            return;
        }
        if (job.mode().onlyPlans()) {
            rehearse(job, source, progress);
        } else if (tables.holds().approved(id)) {
            withdraw(
                    job,
                    source,
                    progress,
                    new Plan(
                            after -> tables.holds().due(id, after, BATCH),
                            EnumSet.of(Presence.GONE, Presence.UNKNOWN)));
        } else if (holding.lets(job, source, progress)) {
            withdraw(job, source, progress, missing(job, source));
        }
    }

    /** Judges as a run would, and writes down what it would withdraw or hold. */
    private void rehearse(Job job, HarvestSource source, Progress progress) throws InterruptedException {
        var judgement = holding.judge(job, source, progress);
        if (judgement.rule().isPresent()) {
            LOG.info(
                    "Job {}: a run would hold the withdrawal of {} datasets of {}",
                    job.id(),
                    judgement.absent().missing(),
                    source.name());
            rehearsal.held(job, source, judgement.absent().missing(), judgement.says());
        } else if (judgement.anyToGo()) {
            withdraw(job, source, progress, missing(job, source));
        }
    }

    private Plan missing(Job job, HarvestSource source) {
        return new Plan(
                after -> tables.records().missing(source.id(), job.id(), after, BATCH), EnumSet.of(Presence.GONE));
    }

    /**
     * What is to be withdrawn.
     *
     * @param next the next records after the given name, at most {@link #BATCH}
     * @param answers what the source may say of a record, where it is asked, for the record to go
     */
    private record Plan(Function<String, List<Held>> next, Set<Presence> answers) {}

    private void withdraw(Job job, HarvestSource source, Progress progress, Plan plan) throws InterruptedException {
        if (progress.pages() <= 1 && !progress.resumed()) {
            withdraw(job, source, plan, missing -> missing);
            return;
        }
        var exchanges = new Exchanges(tables.log(), job.id(), Part.SWEEP);
        // A source that is one document is asked for once, however many records are missing.
        try (var asked = new KeptReplies(client.apply(exchanges))) {
            withdraw(job, source, plan, missing -> {
                try {
                    return gone(job, source, plan.answers(), missing, asked);
                } finally {
                    var amount = exchanges.take();
                    tables.progress().asked(job.id(), amount.requests(), amount.bytes());
                }
            });
        }
    }

    /** Those of some missing records that are really gone. */
    private interface Gone {
        List<Held> among(List<Held> missing) throws InterruptedException;
    }

    private void withdraw(Job job, HarvestSource source, Plan plan, Gone really) throws InterruptedException {
        var kept = 0;
        var withdrawn = 0;
        for (var after = ""; ; ) {
            var missing = plan.next().apply(after);
            if (missing.isEmpty()) {
                break;
            }
            after = missing.getLast().guid();
            var gone = really.among(missing);
            kept += missing.size() - gone.size();
            withdrawn += gone.size();
            write(job, source, gone);
        }
        LOG.info(
                "Job {}: {} datasets of {} withdrawn, {} kept because the source still has them or did not say",
                job.id(),
                withdrawn,
                source.name(),
                kept);
        tables.log()
                .info(
                        job.id(),
                        Part.SWEEP,
                        "%d datasets %s, %d kept because the source still has them or did not say"
                                .formatted(
                                        withdrawn, job.mode().onlyPlans() ? "would be withdrawn" : "withdrawn", kept));
        if (kept > 0) {
            noteKept(job, source, kept);
        }
    }

    /** Those of these records of which the source gives one of these answers; what it does not mention is unknown. */
    private List<Held> gone(
            Job job, HarvestSource source, Set<Presence> answers, List<Held> missing, SourceClient asked)
            throws InterruptedException {
        Map<RecordKey, Presence> found;
        try {
            found = harvesters
                    .byType(source.type())
                    .confirm(
                            source,
                            missing.stream().map(held -> ref(source, held)).toList(),
                            asked);
        } catch (SourceException e) {
            LOG.info(
                    "Job {}: {} could not be asked for {} missing records: {}",
                    job.id(),
                    source.name(),
                    missing.size(),
                    e.getMessage());
            tables.log()
                    .problem(
                            job.id(),
                            Part.SWEEP,
                            "%d missing records stay, because the source could not be asked for them: %s"
                                    .formatted(missing.size(), e.getMessage()));
            found = Map.of();
        }
        var said = found;
        return missing.stream()
                .filter(held -> answers.contains(said.getOrDefault(new RecordKey(held.guid()), Presence.UNKNOWN)))
                .toList();
    }

    private void write(Job job, HarvestSource source, List<Held> gone) {
        if (gone.isEmpty()) {
            return;
        }
        var packages = new LinkedHashMap<String, UUID>();
        gone.forEach(held -> packages.put(held.guid(), held.packageId()));
        if (job.mode().onlyPlans()) {
            rehearsal.withdrawn(job, source, packages);
            return;
        }
        transaction.executeWithoutResult(status -> {
            tables.objects().addDeleted(job.ticket(), source, packages, ids(gone.size()), process());
            catalogue.withdraw(packages.values().stream().map(DatasetId::new).toList(), "gone from its source");
            tables.records().withdrawn(job.ticket(), source.id(), packages.keySet());
            tables.jobs().guard(job.ticket());
            tables.lead().check();
        });
    }

    private void noteKept(Job job, HarvestSource source, int kept) {
        transaction.executeWithoutResult(status -> {
            tables.errors()
                    .addGather(
                            job.ticket(),
                            List.of(new HarvestFailure.Unexpected(
                                    source.url(),
                                    "each record to be listed, or denied when it is asked for",
                                    "%d records that the listing missed and the source does not deny; they stay"
                                            .formatted(kept))));
            tables.jobs().guard(job.ticket());
        });
    }

    /** What ended an object: this process. */
    static String process() {
        return "control-" + ProcessHandle.current().pid();
    }

    static List<UUID> ids(int count) {
        var ids = new ArrayList<UUID>(count);
        for (int i = 0; i < count; i++) {
            ids.add(TimeOrderedIds.next());
        }
        return ids;
    }

    private static RecordRef ref(HarvestSource source, Held held) {
        var url = held.fetchUrl();
        return new RecordRef(new RecordKey(held.guid()), url == null ? source.url() : URI.create(url), null);
    }
}
