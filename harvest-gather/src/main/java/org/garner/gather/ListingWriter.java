package org.garner.gather;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.garner.catalog.ContentHash;
import org.garner.harvest.Cursor;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.ListedRecord;
import org.garner.harvest.ListingPage;
import org.garner.harvest.TimeOrderedIds;
import org.garner.harvest.order.Order;
import org.garner.ledger.Documents;
import org.garner.ledger.Exchanges;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.HarvestRecords.Held;
import org.garner.ledger.JobLog;
import org.garner.ledger.JobLog.Part;
import org.garner.ledger.JobProgress;
import org.garner.ledger.Jobs;
import org.garner.ledger.Jobs.Job;
import org.garner.ledger.Orders;
import org.garner.ledger.Orders.Tally;
import org.garner.ledger.StaleTicketException;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes the pages of a listing: objects, documents, problems and cursor of a page in one transaction. */
class ListingWriter {
    private final Tables tables;
    private final JobLog log;
    private final TransactionTemplate transaction;
    private final int readerVersion;
    private final MeterRegistry metrics;

    /** The tables that a gather writes. */
    record Tables(
            Jobs jobs,
            JobProgress progress,
            HarvestObjects objects,
            HarvestRecords records,
            Documents documents,
            HarvestErrors errors,
            Orders orders) {}

    ListingWriter(
            Tables tables, JobLog log, TransactionTemplate transaction, int readerVersion, MeterRegistry metrics) {
        this.tables = tables;
        this.log = log;
        this.transaction = transaction;
        this.readerVersion = readerVersion;
        this.metrics = metrics;
    }

    /** Counts what the listing of an order asks of its source. */
    Exchanges exchanges(Order order) {
        return new Exchanges(log, order.ticket().job(), Part.GATHER);
    }

    /** Tells of the listing of an order. */
    ListingTold told(Order order) {
        return new ListingTold(log, order.ticket().job());
    }

    /** The job that an order is for. */
    Job job(Order order) {
        return tables.jobs().find(order.ticket().job()).orElseThrow(() -> new StaleTicketException(order.ticket()));
    }

    Cursor cursor(Order order) {
        return tables.progress()
                .find(order.ticket().job())
                .filter(progress -> order.id().equals(progress.gatherOrder()) && progress.listing())
                .map(JobProgress.Progress::cursor)
                .orElseThrow(() -> new StaleTicketException(order.ticket()));
    }

    /** How many records of this source the catalogue shows. */
    long held(HarvestSource source) {
        return tables.records().live(source.id());
    }

    /**
     * Writes a page; the last one ends the order.
     *
     * @param from where the page began
     * @throws StaleTicketException when the ledger's cursor is elsewhere by now, or another order gathers the job
     */
    ListingTold.Written write(
            Order order,
            String worker,
            HarvestSource source,
            Cursor from,
            ListingPage page,
            boolean full,
            Exchanges.Amount asked) {
        var held = tables.records()
                .held(
                        source.id(),
                        page.records().stream().map(r -> r.key().value()).toList());
        var documents = new ArrayList<Documents.Packed>();
        var listed = new ArrayList<HarvestObjects.Listed>(page.records().size());
        for (var record : page.records()) {
            listed.add(compare(source, record, held, full, documents));
        }
        var written = transaction.<ListingTold.Written>execute(status -> {
            tables.documents().put(documents);
            var added = tables.objects().addListed(order.ticket(), source.id(), listed);
            var unchanged = listed.stream()
                    .filter(o -> o.unchanged() && added.contains(o.id()))
                    .count();
            tables.errors().addGather(order.ticket(), page.problems());
            if (!tables.progress()
                    .turnPage(
                            order.ticket(),
                            order.id(),
                            from,
                            page,
                            added.size(),
                            listed.size() - added.size(),
                            unchanged)) {
                throw new StaleTicketException(order.ticket());
            }
            tables.progress().asked(order.ticket().job(), asked.requests(), asked.bytes());
            if (page.next() == null) {
                tables.orders().end(order, worker, Tally.NONE);
            }
            tables.jobs().guard(order.ticket());
            return new ListingTold.Written(added.size(), unchanged);
        });
        var unchanged = listed.stream().filter(HarvestObjects.Listed::unchanged).count();
        metrics.counter("harvest.records", "stage", "gather", "outcome", "unchanged")
                .increment((double) unchanged);
        metrics.counter("harvest.records", "stage", "gather", "outcome", "listed")
                .increment((double) (listed.size() - unchanged));
        return Objects.requireNonNull(written);
    }

    /** Records that the ledger named; {@code next} is null on the last page. */
    record NamedPage(
            Cursor from,
            List<HarvestObjects.Listed> records,
            @Nullable Cursor next,
            String mode) {}

    /** Writes a page of records that the ledger named; the last one ends the order. */
    void writeNamed(Order order, String worker, HarvestSource source, NamedPage page) {
        transaction.executeWithoutResult(status -> {
            var added = tables.objects().addListed(order.ticket(), source.id(), page.records());
            if (!tables.progress()
                    .turnNamedPage(order.ticket(), order.id(), page.from(), page.next(), page.mode(), added.size())) {
                throw new StaleTicketException(order.ticket());
            }
            if (page.next() == null) {
                tables.orders().end(order, worker, Tally.NONE);
            }
            tables.jobs().guard(order.ticket());
        });
        metrics.counter("harvest.records", "stage", "gather", "outcome", "listed")
                .increment(page.records().size());
        if (page.next() == null) {
            log.info(order.ticket().job(), Part.GATHER, "All records are named: " + page.mode());
        }
    }

    /** Ends a listing that cannot go on, with the reason. */
    void giveUp(Order order, String worker, HarvestFailure why, Exchanges.Amount asked) {
        transaction.executeWithoutResult(status -> {
            tables.errors().addGather(order.ticket(), List.of(why));
            tables.progress().giveUpListing(order.ticket(), order.id());
            tables.progress().asked(order.ticket().job(), asked.requests(), asked.bytes());
            tables.orders().end(order, worker, Tally.NONE);
            tables.jobs().guard(order.ticket());
        });
    }

    /** What becomes of a listed record: ended as unchanged, to be imported from a document that is here, or to be fetched. */
    private HarvestObjects.Listed compare(
            HarvestSource source,
            ListedRecord record,
            Map<String, Held> held,
            boolean full,
            List<Documents.Packed> documents) {
        var known = held.get(record.key().value());
        var settled = known != null && known.settled(ContentHash.VERSION, readerVersion);
        var document = record.document();
        String hash = null;
        boolean same;
        if (document != null) {
            hash = Documents.hashOf(document);
            same = known != null && hash.equals(known.documentHash());
            if (full || !same || !settled) {
                documents.add(Documents.Packed.of(hash, document));
            }
        } else {
            same = known != null && !full && trusted(record, known);
            // The document is here, but another reader made the dataset: it is mapped again without asking the source.
            hash = same && !settled && known != null && !known.withdrawn() ? known.documentHash() : null;
        }
        var unchanged = same && settled && !full;
        return new HarvestObjects.Listed(
                TimeOrderedIds.next(),
                record.key().value(),
                host(source, record.fetchUrl()),
                record.fetchUrl(),
                record.revision() == null ? null : record.revision().value(),
                hash,
                known != null && unchanged ? known.packageId() : null,
                unchanged);
    }

    /** True when the listing's date shows that the copy we hold is the record as it is. */
    private static boolean trusted(ListedRecord record, Held known) {
        var revision = record.revision();
        var fetched = known.fetched();
        return revision != null
                && revision.trustedFrom() != null
                && fetched != null
                && revision.value().equals(known.revision())
                && !fetched.isBefore(revision.trustedFrom());
    }

    /** The host that a record is fetched from. */
    static String host(HarvestSource source, @Nullable String fetchUrl) {
        if (fetchUrl == null) {
            return source.host();
        }
        try {
            return HarvestSource.hostOf(URI.create(fetchUrl));
        } catch (IllegalArgumentException e) {
            return source.host();
        }
    }
}
