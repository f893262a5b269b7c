package org.garner.fetch;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.garner.catalog.ContentHash;
import org.garner.harvest.Fetched;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.JobMode;
import org.garner.harvest.Outcome;
import org.garner.harvest.order.Order;
import org.garner.ledger.Documents;
import org.garner.ledger.Exchanges;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestErrors.ObjectFailure;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestObjects.Arrived;
import org.garner.ledger.HarvestObjects.Ended;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.HarvestRecords.Held;
import org.garner.ledger.JobLog;
import org.garner.ledger.JobLog.Part;
import org.garner.ledger.JobProgress;
import org.garner.ledger.Jobs;
import org.garner.ledger.Orders;
import org.garner.ledger.Orders.Tally;
import org.garner.ledger.Work;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes what an order brought: documents, states, endings and errors in one transaction. */
class FetchWriter {
    private final Tables tables;
    private final JobLog log;
    private final TransactionTemplate transaction;
    private final int readerVersion;
    private final MeterRegistry metrics;

    /** The tables that a fetch writes. */
    record Tables(
            Jobs jobs,
            JobProgress progress,
            HarvestObjects objects,
            HarvestRecords records,
            Documents documents,
            HarvestErrors errors,
            Orders orders,
            Work work) {}

    FetchWriter(Tables tables, JobLog log, TransactionTemplate transaction, int readerVersion, MeterRegistry metrics) {
        this.tables = tables;
        this.log = log;
        this.transaction = transaction;
        this.readerVersion = readerVersion;
        this.metrics = metrics;
    }

    /** Counts what an order asks of its source. */
    Exchanges exchanges(Order order) {
        return new Exchanges(log, order.ticket().job(), Part.FETCH);
    }

    int readerVersion() {
        return readerVersion;
    }

    List<Work.ToFetch> toFetch(Order order) {
        return tables.work().toFetch(order);
    }

    void write(
            Order order,
            String worker,
            List<Work.ToFetch> objects,
            Map<String, Fetched> results,
            JobMode mode,
            Exchanges.Amount asked) {
        var batch = new Batch();
        for (var object : objects) {
            batch.add(object, results.get(object.guid()), mode.readsAnew());
        }
        transaction.executeWithoutResult(status -> {
            tables.documents().put(batch.documents);
            tables.objects().arrived(order, batch.arrived);
            var ended = tables.objects().end(order, batch.ended, worker);
            if (!mode.onlyPlans()) {
                tables.records().confirmed(order.source(), batch.confirmed);
            }
            var failures = batch.failures.stream()
                    .filter(f -> ended.contains(f.object()))
                    .toList();
            tables.errors().addObject(order.ticket(), failures);
            tables.progress().asked(order.ticket().job(), asked.requests(), asked.bytes());
            tables.orders().end(order, worker, new Tally(0, 0, ended.size() - failures.size(), failures.size()));
            tables.jobs().guard(order.ticket());
        });
        count("fetched", batch.arrived.size());
        count("unchanged", batch.ended.size() - batch.failures.size());
        count("errored", batch.failures.size());
    }

    private void count(String outcome, int records) {
        metrics.counter("harvest.records", "stage", "fetch", "outcome", outcome).increment(records);
    }

    /** Sorts the results of an order into what is to be written. */
    private final class Batch {
        private final List<Documents.Packed> documents = new ArrayList<>();
        private final List<Arrived> arrived = new ArrayList<>();
        private final List<Ended> ended = new ArrayList<>();
        private final List<Held> confirmed = new ArrayList<>();
        private final List<ObjectFailure> failures = new ArrayList<>();

        void add(Work.ToFetch object, @Nullable Fetched result, boolean full) {
            switch (result) {
                case Fetched.Document document -> came(object, document, full);
                case Fetched.NotModified same -> stayed(object);
                case Fetched.Failed failed -> fail(object.id(), failed.failure());
                case null ->
                    fail(
                            object.id(),
                            new HarvestFailure.Unexpected(
                                    object.url(), "the record " + object.guid(), "no answer for it"));
            }
        }

        private void came(Work.ToFetch object, Fetched.Document document, boolean full) {
            var hash = Documents.hashOf(document.content());
            var held = object.held();
            if (held != null && !full && hash.equals(held.documentHash()) && settled(held)) {
                unchanged(object, held, document.validator());
            } else {
                documents.add(Documents.Packed.of(document.content()));
                arrived.add(new Arrived(object.id(), hash, document.validator()));
            }
        }

        private void stayed(Work.ToFetch object) {
            var held = object.held();
            if (held != null && settled(held)) {
                unchanged(object, held, null);
            } else {
                fail(
                        object.id(),
                        new HarvestFailure.Unexpected(
                                object.url(),
                                "the document, which was asked for without a condition",
                                "status 304 (not modified)"));
            }
        }

        private void unchanged(Work.ToFetch object, Held held, @Nullable String validator) {
            ended.add(new Ended(object.id(), Outcome.UNCHANGED, held.packageId()));
            confirmed.add(new Held(
                    held.guid(),
                    held.packageId(),
                    held.documentHash(),
                    held.contentHash(),
                    held.hashVersion(),
                    held.readerVersion(),
                    object.revision(),
                    validator,
                    held.fetchUrl(),
                    held.fetched(),
                    false));
        }

        private void fail(UUID object, HarvestFailure failure) {
            ended.add(new Ended(object, Outcome.ERRORED, null));
            failures.add(new ObjectFailure(object, "Fetch", failure));
        }

        private boolean settled(Held held) {
            return held.settled(ContentHash.VERSION, readerVersion);
        }
    }
}
