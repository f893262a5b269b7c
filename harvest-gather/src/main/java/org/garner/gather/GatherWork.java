package org.garner.gather;

import org.garner.harvest.Cursor;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.Harvester;
import org.garner.harvest.ListedRecord;
import org.garner.harvest.ListingPage;
import org.garner.harvest.ListingRequest;
import org.garner.harvest.http.KeptReplies;
import org.garner.harvest.http.PoliteClient;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.order.Order;
import org.garner.harvest.order.ProgressHints;
import org.garner.harvesters.Harvesters;
import org.garner.ledger.Cancellation;
import org.garner.ledger.OutsideTrouble;
import org.garner.ledger.Sources;
import org.garner.ledger.StaleTicketException;
import org.garner.ledger.WorkerLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists what a job goes over: its source page by page, from where the ledger's cursor stands to the end. While one page is written, the next one is already asked for. */
class GatherWork implements WorkerLoop.OrderWork {
    private static final Logger LOG = LoggerFactory.getLogger(GatherWork.class);

    /** While a page with more bytes is in memory, the next one is not asked for: two of them may be too much. */
    private static final long MOST_BESIDE_ANOTHER = 16L << 20;

    private final Sources sources;
    private final Harvesters harvesters;
    private final PoliteClient client;
    private final ListingWriter writer;
    private final NamedListing named;
    private final ProgressHints hints;

    GatherWork(
            Sources sources,
            Harvesters harvesters,
            PoliteClient client,
            ListingWriter writer,
            NamedListing named,
            ProgressHints hints) {
        this.sources = sources;
        this.harvesters = harvesters;
        this.client = client;
        this.writer = writer;
        this.named = named;
        this.hints = hints;
    }

    @Override
    public void on(Order order, String worker, Cancellation cancellation) throws InterruptedException {
        var source = sources.byId(order.source()).orElseThrow(() -> new StaleTicketException(order.ticket()));
        var job = writer.job(order);
        if (job.mode().namesRecords()) {
            named.write(order, worker, source, job, cancellation);
            return;
        }
        listSource(order, worker, source, job.mode().readsAnew(), cancellation);
    }

    private void listSource(Order order, String worker, HarvestSource source, boolean full, Cancellation cancellation)
            throws InterruptedException {
        var asked = writer.exchanges(order);
        var told = writer.told(order);
        var harvester = harvesters.byType(source.type());
        var held = writer.held(source);
        // A source that is one document is asked for once in an order; a repeated order, in whichever process, asks
        // again and goes on at the cursor.
        try (var kept = new KeptReplies(client.counting(asked));
                var pages = new PageAhead<Listed>(
                        "listing-" + order.id(),
                        cursor -> list(harvester, new ListingRequest(source, cursor, full, held), kept))) {
            pages.ask(writer.cursor(order));
            while (pages.isAsked()) {
                switch (pages.take(cancellation)) {
                    case Listed.Page(var from, var page) -> {
                        var next = page.next();
                        if (next != null && bytes(page) <= MOST_BESIDE_ANOTHER) {
                            pages.ask(next);
                        }
                        told.page(page, writer.write(order, worker, source, from, page, full, asked.take()));
                        if (next != null && !pages.isAsked()) {
                            pages.ask(next);
                        }
                    }
                    case Listed.Nothing(var why) -> {
                        LOG.info(
                                "Job {}: the listing of {} ended: {}",
                                order.ticket().job(),
                                source.url(),
                                why.describe());
                        writer.giveUp(order, worker, why, asked.take());
                    }
                }
                hints.moved(order.ticket().job());
            }
        }
    }

    /** What the documents in a page take of the memory. */
    private static long bytes(ListingPage page) {
        return page.records().stream()
                .map(ListedRecord::document)
                .mapToLong(document -> document == null ? 0 : document.length)
                .sum();
    }

    private static Listed list(Harvester harvester, ListingRequest request, SourceClient client)
            throws InterruptedException {
        try {
            return new Listed.Page(request.from(), harvester.list(request, client));
        } catch (SourceException e) {
            return new Listed.Nothing(e.failure());
        } catch (RuntimeException e) {
            // The permits of hosts are rows: to ask a source is to ask the database first.
            OutsideTrouble.passOn(e);
            // A reader that stumbles over a source it was not made for must not end the worker, nor be repeated for
            // ever.
            LOG.error(
                    "The harvester {} failed on {}",
                    harvester.type(),
                    request.source().url(),
                    e);
            return new Listed.Nothing(new HarvestFailure.Unexpected(
                    request.source().url(),
                    "a listing that the harvester " + harvester.type() + " can read",
                    "something that it stumbled over (" + e + "); this is a fault of Garner, see the worker's log"));
        }
    }

    /** What came of asking for a page. */
    private sealed interface Listed {
        record Page(Cursor from, ListingPage page) implements Listed {}

        record Nothing(HarvestFailure why) implements Listed {}
    }
}
