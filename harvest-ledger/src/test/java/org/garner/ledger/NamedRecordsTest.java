package org.garner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.garner.harvest.Cursor;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.JobMode;
import org.garner.harvest.JobTicket;
import org.garner.harvest.Outcome;
import org.garner.harvest.Stage;
import org.garner.harvest.TimeOrderedIds;
import org.garner.ledger.HarvestObjects.Ended;
import org.garner.ledger.HarvestObjects.Listed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamedRecordsTest {
    private final LedgerDatabase db = new LedgerDatabase();
    private final NamedRecords records = new NamedRecords(db.jdbc);
    private final HarvestSource source = db.source("coast");

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void aRecordFailedWhenWhatBecameOfItLastWasAnErrorOrACancellation() {
        ended(JobMode.FULL, "with_errors", Outcome.ERRORED, "gone-from-the-source");
        ended(JobMode.INCREMENTAL, "with_errors", Outcome.ERRORED, "b", "a", "cured");
        ended(JobMode.INCREMENTAL, "failed", Outcome.CANCELLED, "c");
        ended(JobMode.RECORD, "succeeded", Outcome.UPDATED, "cured");
        ended(JobMode.DRY_RUN, "with_errors", Outcome.ERRORED, "only-planned");

        assertThat(all(JobMode.RETRY, 2)).containsExactly("a", "b", "c");
        assertThat(records.anyFailed(source.id())).isTrue();
        assertThat(records.anyFailed(db.source("hills").id())).isFalse();
    }

    @Test
    void manyRecordsComeInPagesEachOnce() {
        var guids = IntStream.range(0, 5000).mapToObj("record-%05d"::formatted).toArray(String[]::new);
        ended(JobMode.FULL, "with_errors", Outcome.ERRORED, guids);

        assertThat(all(JobMode.RETRY, 999)).containsExactly(guids);
    }

    @Test
    void onlyWhatASourceHasNamedIsKnown() {
        ended(JobMode.FULL, "with_errors", Outcome.ERRORED, "seen");

        assertThat(records.known(source.id(), List.of("seen", "unseen"))).containsExactly("seen");
        assertThat(records.known(db.source("hills").id(), List.of("seen"))).isEmpty();
    }

    /** All records of a job, by pages of this size. */
    private List<String> all(JobMode mode, int size) {
        var job = db.jobs
                .find(db.jobs
                        .add(source.id(), mode, List.of(), new Jobs.By("test", null))
                        .orElseThrow())
                .orElseThrow();
        var guids = new ArrayList<String>();
        for (var at = Cursor.START; at != null; ) {
            var page = records.page(job, at, size);
            page.records().forEach(record -> guids.add(record.guid()));
            at = page.next();
        }
        return guids;
    }

    private void ended(JobMode mode, String outcome, Outcome ofRecords, String... guids) {
        var ticket = new JobTicket(
                db.jobs
                        .add(source.id(), mode, List.of(), new Jobs.By("test", null))
                        .orElseThrow(),
                1);
        db.jobs.start(ticket.job());
        var listed = List.of(guids).stream()
                .map(guid -> new Listed(TimeOrderedIds.next(), guid, source.host(), null, null, null, null, false))
                .toList();
        db.objects.addListed(ticket, source.id(), listed);
        var ids = listed.stream().map(Listed::id).toList();
        var order = db.accepted(ticket, source, Stage.FETCH, ids, "worker");
        db.objects.end(
                order,
                ids.stream().map(id -> new Ended(id, ofRecords, (UUID) null)).toList(),
                "worker");
        db.jobs.finish(ticket, outcome, null);
    }
}
