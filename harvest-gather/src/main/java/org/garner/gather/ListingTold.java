package org.garner.gather;

import java.util.UUID;
import org.garner.harvest.ListingPage;
import org.garner.ledger.JobLog;
import org.garner.ledger.JobLog.Part;

/**
 * What the log of a job says of its listing: the last page, the first ones, and of the others fewer and fewer (page 10, 20, … 100, 200, …), so that a
 * listing of ten thousand pages has some forty lines. Belongs to one thread.
 */
final class ListingTold {
    private final JobLog log;
    private final UUID job;
    private int pages;
    private long records;
    private long unchanged;

    ListingTold(JobLog log, UUID job) {
        this.log = log;
        this.job = job;
    }

    /** How many records of a page were new to the job, and how many of these were unchanged. */
    record Written(long added, long unchanged) {}

    void page(ListingPage page, Written written) {
        pages++;
        records += written.added();
        unchanged += written.unchanged();
        if (page.next() == null) {
            log.info(
                    job,
                    Part.GATHER,
                    "The listing has ended%s with page %d (%s). Since it began, or was taken over: %d records, of which %d are unchanged."
                            .formatted(page.partial() ? ", with gaps," : "", pages, page.mode(), records, unchanged));
        } else if (round(pages)) {
            log.info(
                    job,
                    Part.GATHER,
                    "Page %d listed (%s): %d records%s, of which %d are unchanged"
                            .formatted(
                                    pages,
                                    page.mode(),
                                    records,
                                    page.expected() == null ? "" : " of " + page.expected(),
                                    unchanged));
        }
    }

    /** True for 1 to 9, 10, 20 to 90, 100, 200 and so on. */
    static boolean round(int number) {
        var rest = number;
        while (rest >= 10 && rest % 10 == 0) {
            rest /= 10;
        }
        return rest < 10;
    }
}
