package org.garner.gather;

import org.garner.harvest.Cursor;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.TimeOrderedIds;
import org.garner.harvest.order.Order;
import org.garner.harvest.order.ProgressHints;
import org.garner.ledger.Cancellation;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.Jobs.Job;
import org.garner.ledger.NamedRecords;
import org.garner.ledger.NamedRecords.Named;
import org.jspecify.annotations.Nullable;

/**
 * The listing of a job whose records the ledger names: page by page like that of a source, from where the cursor stands, but without a request. What it
 * lists is to be fetched, or to be imported from the document that is here.
 */
class NamedListing {
    private static final int PAGE = 1000;

    private final NamedRecords records;
    private final ListingWriter writer;
    private final ProgressHints hints;

    NamedListing(NamedRecords records, ListingWriter writer, ProgressHints hints) {
        this.records = records;
        this.writer = writer;
        this.hints = hints;
    }

    /** @throws InterruptedException when the order was cancelled */
    void write(Order order, String worker, HarvestSource source, Job job, Cancellation cancellation)
            throws InterruptedException {
        for (@Nullable Cursor at = writer.cursor(order); at != null; ) {
            cancellation.check();
            var page = records.page(job, at, PAGE);
            var listed =
                    page.records().stream().map(named -> listed(source, named)).toList();
            writer.writeNamed(order, worker, source, new ListingWriter.NamedPage(at, listed, page.next(), words(job)));
            hints.moved(job.id());
            at = page.next();
        }
    }

    private static HarvestObjects.Listed listed(HarvestSource source, Named named) {
        return new HarvestObjects.Listed(
                TimeOrderedIds.next(),
                named.guid(),
                ListingWriter.host(source, named.fetchUrl()),
                named.fetchUrl(),
                named.revision(),
                named.documentHash(),
                null,
                false);
    }

    /** How the job was listed, for its report. */
    private static String words(Job job) {
        return switch (job.mode()) {
            case RETRY -> "records that failed since the last listing; the source is not listed";
            case RECORD -> "records that the job was started for; the source is not listed";
            default -> "stored documents; the source is not asked";
        };
    }
}
