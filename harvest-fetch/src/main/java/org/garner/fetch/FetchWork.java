package org.garner.fetch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.garner.catalog.ContentHash;
import org.garner.harvest.Fetched;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.Harvester;
import org.garner.harvest.RecordKey;
import org.garner.harvest.RecordRef;
import org.garner.harvest.http.PoliteClient;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.order.Order;
import org.garner.harvest.order.ProgressHints;
import org.garner.harvesters.Harvesters;
import org.garner.ledger.Cancellation;
import org.garner.ledger.Jobs;
import org.garner.ledger.OutsideTrouble;
import org.garner.ledger.Sources;
import org.garner.ledger.StaleTicketException;
import org.garner.ledger.Work;
import org.garner.ledger.WorkerLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the documents of one order: the records of one source on one host. How many requests a host bears at once is the client's business,
 * so a slow host holds its own orders and no others.
 */
class FetchWork implements WorkerLoop.OrderWork {
    private static final Logger LOG = LoggerFactory.getLogger(FetchWork.class);

    private final Sources sources;
    private final Jobs jobs;
    private final Harvesters harvesters;
    private final PoliteClient client;
    private final FetchWriter writer;
    private final ProgressHints hints;

    FetchWork(
            Sources sources,
            Jobs jobs,
            Harvesters harvesters,
            PoliteClient client,
            FetchWriter writer,
            ProgressHints hints) {
        this.sources = sources;
        this.jobs = jobs;
        this.harvesters = harvesters;
        this.client = client;
        this.writer = writer;
        this.hints = hints;
    }

    @Override
    public void on(Order order, String worker, Cancellation cancellation) throws InterruptedException {
        var source = sources.byId(order.source()).orElseThrow(() -> new StaleTicketException(order.ticket()));
        var mode = jobs.find(order.ticket().job())
                .orElseThrow(() -> new StaleTicketException(order.ticket()))
                .mode();
        var asked = writer.exchanges(order);
        var counted = client.counting(asked);
        var objects = writer.toFetch(order);
        var harvester = harvesters.byType(source.type());
        var results = cancellation.interruptible(() -> fetch(harvester, source, objects, mode.readsAnew(), counted));
        writer.write(order, worker, objects, results, mode, asked.take());
        hints.moved(order.ticket().job());
    }

    private Map<String, Fetched> fetch(
            Harvester harvester, HarvestSource source, List<Work.ToFetch> objects, boolean full, SourceClient counted)
            throws InterruptedException {
        var refs = objects.stream().map(object -> ref(source, object, full)).toList();
        var results = new HashMap<String, Fetched>();
        if (refs.isEmpty()) {
            return results;
        }
        try {
            harvester
                    .fetch(source, refs, counted)
                    .forEach(result -> results.put(result.key().value(), result));
        } catch (SourceException e) {
            refs.forEach(ref -> results.put(ref.key().value(), new Fetched.Failed(ref.key(), e.failure())));
        } catch (RuntimeException e) {
            // The permits of hosts are rows: to ask a source is to ask the database first.
            OutsideTrouble.passOn(e);
            LOG.error("The harvester {} failed on records of {}", harvester.type(), source.url(), e);
            var failure = new HarvestFailure.Unexpected(
                    source.url(),
                    "records that the harvester " + harvester.type() + " can fetch",
                    "something that it stumbled over (" + e + "); this is a fault of Garner, see the worker's log");
            refs.forEach(ref -> results.put(ref.key().value(), new Fetched.Failed(ref.key(), failure)));
        }
        return results;
    }

    private RecordRef ref(HarvestSource source, Work.ToFetch object, boolean full) {
        var held = object.held();
        // Only a copy that is settled may be confirmed by "not modified"; otherwise the document itself is needed.
        var settled = held != null && held.settled(ContentHash.VERSION, writer.readerVersion());
        return new RecordRef(
                new RecordKey(object.guid()),
                object.url() == null ? source.url() : object.url(),
                held != null && settled && !full ? held.validator() : null);
    }
}
