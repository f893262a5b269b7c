package org.garner.importer;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.garner.catalog.ContentHash;
import org.garner.catalog.format.DatasetReaders;
import org.garner.catalog.format.ReadingOptions;
import org.garner.catalog.format.UnreadableRecordException;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.Outcome;
import org.garner.harvest.order.Order;
import org.garner.harvest.order.ProgressHints;
import org.garner.ledger.Cancellation;
import org.garner.ledger.Orders.Tally;
import org.garner.ledger.OutsideTrouble;
import org.garner.ledger.Sources;
import org.garner.ledger.StaleTicketException;
import org.garner.ledger.Work.ToImport;
import org.garner.ledger.WorkerLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Imports the documents of one order. All of a batch is written in one transaction; when the catalogue refuses a batch, it is halved until the
 * record that is to blame stands alone.
 */
class ImportWork implements WorkerLoop.OrderWork {
    private static final Logger LOG = LoggerFactory.getLogger(ImportWork.class);

    private final Sources sources;
    private final DatasetReaders readers;
    private final ImportWriter writer;
    private final ProgressHints hints;
    private final MeterRegistry metrics;

    ImportWork(
            Sources sources, DatasetReaders readers, ImportWriter writer, ProgressHints hints, MeterRegistry metrics) {
        this.sources = sources;
        this.readers = readers;
        this.writer = writer;
        this.hints = hints;
        this.metrics = metrics;
    }

    @Override
    public void on(Order order, String worker, Cancellation cancellation) throws InterruptedException {
        var source = sources.byId(order.source()).orElseThrow(() -> new StaleTicketException(order.ticket()));
        var options = SourceDefaults.of(source, order.ticket().job());
        var owners = OwnerPolicy.of(source);
        var missing = writer.missingGroups(owners.defaultGroups());
        var read = writer.toImport(order).stream()
                .map(object -> missing.isEmpty() ? read(object, options, owners) : withoutGroups(object, missing))
                .toList();
        cancellation.check();
        Tally tally;
        try {
            tally = writer.writeAndEnd(order, worker, source, read);
        } catch (DataAccessException | IllegalArgumentException e) {
            OutsideTrouble.passOn(e);
            LOG.info(
                    "Order {}: the batch of {} was refused ({}); it is halved",
                    order.id(),
                    read.size(),
                    e.getMessage());
            tally = writeHalves(order, worker, source, read, e, cancellation);
            writer.end(order, worker, tally);
        }
        count(tally);
        hints.moved(order.ticket().job());
    }

    /** What a document turned out to be. */
    sealed interface Read {
        ToImport object();

        /** A dataset that the catalogue does not have in this form. */
        record Changed(
                ToImport object,
                String remoteId,
                org.garner.catalog.Dataset dataset,
                ContentHash hash,
                int readerVersion)
                implements Read {
            Outcome outcome() {
                var held = object.held();
                return held == null || held.packageId() == null ? Outcome.ADDED : Outcome.UPDATED;
            }
        }

        /** The dataset that the catalogue has. */
        record Same(ToImport object, ContentHash hash, int readerVersion) implements Read {}

        /** No dataset. */
        record Bad(ToImport object, HarvestFailure failure) implements Read {}
    }

    /** No dataset is imported without the groups that it is to be in: it would have to be written a second time. */
    private static Read withoutGroups(ToImport object, List<String> missing) {
        return new Read.Bad(
                object,
                new HarvestFailure.NotStored(
                        "The groups %s, which default_groups names, do not exist here. Harvest a source that makes them (remote_groups create), or take"
                                        .formatted(missing)
                                + " them out of the configuration."));
    }

    private Read read(ToImport object, ReadingOptions options, OwnerPolicy owners) {
        var document = object.document();
        if (document == null) {
            return new Read.Bad(
                    object,
                    new HarvestFailure.NotStored(
                            "The document %s is not in the store any more. A full run fetches it again."
                                    .formatted(object.documentHash())));
        }
        try {
            var reading = readers.read(document, SourceDefaults.ofObject(options, object));
            var dataset = owners.applied(reading.dataset());
            var hash = ContentHash.of(dataset);
            var held = object.held();
            var same = held != null
                    && !held.withdrawn()
                    && held.packageId() != null
                    && held.hashVersion() == ContentHash.VERSION
                    && hash.hex().equals(held.contentHash());
            return same
                    ? new Read.Same(object, hash, readers.version())
                    : new Read.Changed(
                            object,
                            reading.guid() == null ? object.guid() : reading.guid(),
                            dataset,
                            hash,
                            readers.version());
        } catch (UnreadableRecordException e) {
            return new Read.Bad(
                    object,
                    switch (e.fault()) {
                        case FORMAT ->
                            new HarvestFailure.Malformed(null, String.valueOf(e.getMessage()), e.line(), e.column());
                        case MAPPING ->
                            new HarvestFailure.Unmappable(String.valueOf(e.getMessage()), e.line(), e.column());
                    });
        } catch (RuntimeException e) {
            // A reader that stumbles over one record must not take the other forty-nine with it.
            LOG.error("The record {} (object {}) broke its reader", object.guid(), object.id(), e);
            return new Read.Bad(
                    object,
                    new HarvestFailure.Unmappable(
                            "The reader stumbled over this record (%s); this is a fault of Garner, see the worker's log"
                                    .formatted(e),
                            null,
                            null));
        }
    }

    private Tally writeHalves(
            Order order,
            String worker,
            HarvestSource source,
            List<Read> batch,
            Exception why,
            Cancellation cancellation)
            throws InterruptedException {
        cancellation.check();
        if (batch.size() == 1) {
            var object = batch.getFirst().object();
            var message = why instanceof DataAccessException database
                    ? database.getMostSpecificCause().getMessage()
                    : why.getMessage();
            return writer.write(
                    order,
                    worker,
                    source,
                    List.of(new Read.Bad(
                            object, new HarvestFailure.NotStored("The catalogue refused this record: " + message))));
        }
        var tally = Tally.NONE;
        for (var half : halves(batch)) {
            try {
                tally = tally.plus(writer.write(order, worker, source, half));
            } catch (DataAccessException | IllegalArgumentException e) {
                OutsideTrouble.passOn(e);
                tally = tally.plus(writeHalves(order, worker, source, half, e, cancellation));
            }
        }
        return tally;
    }

    private static List<List<Read>> halves(List<Read> batch) {
        var middle = batch.size() / 2;
        var halves = new ArrayList<List<Read>>(2);
        halves.add(batch.subList(0, middle));
        halves.add(batch.subList(middle, batch.size()));
        return halves;
    }

    private void count(Tally tally) {
        metrics.counter("harvest.records", "stage", "import", "outcome", "added")
                .increment(tally.added());
        metrics.counter("harvest.records", "stage", "import", "outcome", "updated")
                .increment(tally.updated());
        metrics.counter("harvest.records", "stage", "import", "outcome", "unchanged")
                .increment(tally.unchanged());
        metrics.counter("harvest.records", "stage", "import", "outcome", "errored")
                .increment(tally.errored());
    }
}
