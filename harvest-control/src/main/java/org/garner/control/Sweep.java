package org.garner.control;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.garner.catalog.DatasetId;
import org.garner.catalog.store.Catalogue;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.Outcome;
import org.garner.harvest.Presence;
import org.garner.harvest.RecordKey;
import org.garner.harvest.RecordRef;
import org.garner.harvest.TimeOrderedIds;
import org.garner.harvest.http.KeptReplies;
import org.garner.harvest.http.PoliteClient;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvesters.Harvesters;
import org.garner.ledger.ControlLease;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.HarvestRecords.Held;
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
 * operator; after a listing in several pages, or a resumed one, the source itself is asked for each missing record first.
 */
class Sweep implements HarvestBatch.StepWork {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final int BATCH = 50;

    private final Tables tables;
    private final Catalogue catalogue;
    private final Harvesters harvesters;
    private final PoliteClient client;
    private final TransactionTemplate transaction;
    private final LongSupplier leadEpoch;
    private final SweepPlan plan;

    /** The tables that a sweep reads and writes. */
    record Tables(
            Jobs jobs,
            JobProgress progress,
            Sources sources,
            HarvestRecords records,
            HarvestObjects objects,
            HarvestErrors errors,
            Plans plans,
            ControlLease lease) {}

    Sweep(
            Tables tables,
            Catalogue catalogue,
            Harvesters harvesters,
            PoliteClient client,
            TransactionTemplate transaction,
            LongSupplier leadEpoch) {
        this.tables = tables;
        this.catalogue = catalogue;
        this.harvesters = harvesters;
        this.client = client;
        this.transaction = transaction;
        this.leadEpoch = leadEpoch;
        this.plan = new SweepPlan(tables, catalogue, transaction, leadEpoch);
    }

    @Override
    public void on(UUID id) throws InterruptedException {
        var job = tables.jobs().find(id).filter(Job::open).orElseThrow(() -> new JobTakenAwayException(id));
        var progress = tables.progress().find(id).orElseThrow();
        var source = tables.sources().byId(job.source()).orElseThrow();
        tables.progress().phase(id, "sweep");
        if (!"complete".equals(progress.completeness())) {
            return;
        }
        var missing = tables.records().missing(source.id(), id);
        if (missing == 0) {
            return;
        }
        var planned = job.mode().onlyPlans();
        var added = planned ? 0 : tables.objects().counts(id).getOrDefault(Outcome.ADDED, 0L);
        var before = tables.records().live(source.id()) - added;
        var lastComplete = tables.sources().lastComplete(source.id()).orElse(before);
        if (suspicious(progress.listed(), lastComplete, missing, before)) {
            LOG.info(
                    "Job {}: {} of {} datasets of {} would be withdrawn; held for an operator",
                    id,
                    missing,
                    before,
                    source.name());
            tables.progress().held(id, missing);
            if (planned) {
                plan.held(job, source);
            }
            return;
        }
        withdraw(job, source, progress);
    }

    /** Law 5: an empty listing, one under half of the last, or a withdrawal that is large in share and number. */
    static boolean suspicious(long listed, long lastComplete, long missing, long before) {
        return listed == 0
                || listed * 2 < lastComplete
                || (missing > 50 && missing * 10 > before)
                || (before >= 4 && missing * 2 > before);
    }

    private void withdraw(Job job, HarvestSource source, Progress progress) throws InterruptedException {
        if (progress.pages() <= 1 && !progress.resumed()) {
            withdraw(job, source, missing -> missing);
            return;
        }
        var requests = new LongAdder();
        var bytes = new LongAdder();
        // A source that is one document is asked for once, however many records are missing.
        try (var asked = new KeptReplies(client.counting((uri, status, received, took) -> {
            requests.increment();
            bytes.add(received);
        }))) {
            withdraw(job, source, missing -> {
                try {
                    return denied(job, source, missing, asked);
                } finally {
                    tables.progress().asked(job.id(), requests.sumThenReset(), bytes.sumThenReset());
                }
            });
        }
    }

    /** Those of some missing records that are really gone. */
    private interface Gone {
        List<Held> among(List<Held> missing) throws InterruptedException;
    }

    private void withdraw(Job job, HarvestSource source, Gone really) throws InterruptedException {
        var kept = 0;
        var withdrawn = 0;
        for (var after = ""; ; ) {
            var missing = tables.records().missing(source.id(), job.id(), after, BATCH);
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
        if (kept > 0) {
            noteKept(job, source, kept);
        }
    }

    /** Those of these records that the source denies. */
    private List<Held> denied(Job job, HarvestSource source, List<Held> missing, SourceClient asked)
            throws InterruptedException {
        try {
            var answers = harvesters
                    .byType(source.type())
                    .confirm(
                            source,
                            missing.stream().map(held -> ref(source, held)).toList(),
                            asked);
            return missing.stream()
                    .filter(held -> answers.getOrDefault(new RecordKey(held.guid()), Presence.UNKNOWN) == Presence.GONE)
                    .toList();
        } catch (SourceException e) {
            LOG.info(
                    "Job {}: {} could not be asked for {} missing records: {}",
                    job.id(),
                    source.name(),
                    missing.size(),
                    e.getMessage());
            return List.of();
        }
    }

    private void write(Job job, HarvestSource source, List<Held> gone) {
        if (gone.isEmpty()) {
            return;
        }
        var packages = new LinkedHashMap<String, UUID>();
        gone.forEach(held -> packages.put(held.guid(), held.packageId()));
        if (job.mode().onlyPlans()) {
            plan.withdrawn(job, source, packages);
            return;
        }
        transaction.executeWithoutResult(status -> {
            tables.objects().addDeleted(job.ticket(), source, packages, ids(gone.size()), process());
            catalogue.withdraw(packages.values().stream().map(DatasetId::new).toList(), "gone from its source");
            tables.records().withdrawn(job.ticket(), source.id(), packages.keySet());
            tables.jobs().guard(job.ticket());
            tables.lease().check(leadEpoch.getAsLong());
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
