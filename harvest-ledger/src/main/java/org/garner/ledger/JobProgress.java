package org.garner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.garner.harvest.Cursor;
import org.garner.harvest.JobTicket;
import org.garner.harvest.ListingPage;
import org.garner.harvest.Outcome;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code harvest_job_progress}: all of a job that moves. */
public class JobProgress {
    private final JdbcClient jdbc;

    public JobProgress(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A row of the table. {@code completeness} is open, complete, partial, failed or, when the ledger named the records, named. */
    public record Progress(
            UUID job,
            String phase,
            Cursor cursor,
            @Nullable UUID gatherOrder,
            String completeness,
            String listingMode,
            @Nullable Long expected,
            int pages,
            boolean resumed,
            long listed,
            long duplicates,
            long unchanged,
            long added,
            long updated,
            long deleted,
            long errored,
            long cancelled,
            long held,
            long requests,
            long bytes,
            @Nullable Instant heartbeat) {
        public boolean listing() {
            return "open".equals(completeness);
        }

        /** True when the job has ended and its counts are final. */
        public boolean settled() {
            return "ended".equals(phase);
        }

        /** True when the job was resumed and nobody has opened yet what its end left behind; "ended" on a job that runs is from a former version. */
        public boolean reopening() {
            return "reopen".equals(phase) || settled();
        }
    }

    public Optional<Progress> find(UUID job) {
        return jdbc.sql("select * from harvest_job_progress where job_id = :job")
                .param("job", job)
                .query(JobProgress::progress)
                .optional();
    }

    /** The progress of these jobs. */
    public Map<UUID, Progress> find(Collection<UUID> jobs) {
        return jdbc
                .sql("select * from harvest_job_progress where job_id = any(:jobs::uuid[])")
                .param("jobs", Columns.ids(jobs))
                .query(JobProgress::progress)
                .list()
                .stream()
                .collect(Collectors.toMap(Progress::job, Function.identity()));
    }

    /** Makes this order the only one that may write the listing; a resumed listing is marked, since a source may have moved meanwhile. */
    public void gatheredBy(UUID job, UUID order) {
        jdbc.sql("""
            update harvest_job_progress
               set gather_order = :order, gather_pages = pages, resumed = resumed or pages > 0, heartbeat = now()
             where job_id = :job
            """).param("order", order).param("job", job).update();
    }

    /** True when the present order of the listing has turned a page: should its worker die, the next one starts afresh. */
    public boolean hasTurned(UUID job) {
        return jdbc.sql("select pages > gather_pages from harvest_job_progress where job_id = :job")
                .param("job", job)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /**
     * Moves the cursor over a page that was written in the same transaction.
     *
     * @param from where the page began
     * @return false when another order gathers this job by now, or the cursor is not at {@code from}: Postgres may have forgotten the pages before, in a
     *     fail-over. The transaction must roll back, and the listing go on from where the cursor is
     */
    public boolean turnPage(
            JobTicket ticket, UUID order, Cursor from, ListingPage page, long listed, long duplicates, long unchanged) {
        var next = page.next();
        return jdbc.sql("""
            update harvest_job_progress
               set cursor = coalesce(:cursor, cursor), pages = pages + 1, listing_mode = :mode,
                   expected = coalesce(:expected::bigint, expected),
                   listed = listed + :listed, duplicates = duplicates + :duplicates, unchanged = unchanged + :unchanged,
                   gaps = gaps or :partial,
                   completeness = case when not :last then 'open' when gaps or :partial then 'partial' else 'complete' end,
                   heartbeat = now()
             where job_id = :job and gather_order = :order and completeness = 'open' and cursor = :from
            """)
                        .param("from", from.value())
                        .param("cursor", next == null ? null : next.value())
                        .param("mode", page.mode())
                        .param(
                                "expected",
                                page.expected() == null ? null : page.expected().toString())
                        .param("listed", listed)
                        .param("duplicates", duplicates)
                        .param("unchanged", unchanged)
                        .param("last", next == null)
                        .param("partial", page.partial())
                        .param("job", ticket.job())
                        .param("order", order)
                        .update()
                == 1;
    }

    /**
     * Moves the cursor over a page of records that the ledger named, written in the same transaction.
     *
     * @param from where the page began
     * @param next where to go on; null when this was the last page
     * @return false when {@link #turnPage} would say so: the transaction must roll back
     */
    public boolean turnNamedPage(
            JobTicket ticket, UUID order, Cursor from, @Nullable Cursor next, String mode, long listed) {
        return jdbc.sql("""
            update harvest_job_progress
               set cursor = coalesce(:cursor, cursor), pages = pages + 1, listing_mode = :mode, listed = listed + :listed,
                   completeness = case when :last then 'named' else 'open' end, heartbeat = now()
             where job_id = :job and gather_order = :order and completeness = 'open' and cursor = :from
            """)
                        .param("from", from.value())
                        .param("cursor", next == null ? null : next.value())
                        .param("mode", mode)
                        .param("listed", listed)
                        .param("last", next == null)
                        .param("job", ticket.job())
                        .param("order", order)
                        .update()
                == 1;
    }

    /** Ends a listing that cannot go on, as failed, or as partial when it had named records before. */
    public void giveUpListing(JobTicket ticket, UUID order) {
        jdbc.sql("""
            update harvest_job_progress
               set completeness = case when listed > 0 then 'partial' else 'failed' end, heartbeat = now()
             where job_id = :job and gather_order = :order and completeness = 'open'
            """).param("job", ticket.job()).param("order", order).update();
    }

    public void phase(UUID job, String phase) {
        jdbc.sql("update harvest_job_progress set phase = :phase, heartbeat = now() where job_id = :job")
                .param("phase", phase)
                .param("job", job)
                .update();
    }

    /** Writes the final counts of a job that has ended, from its objects (law 2). */
    public void settle(UUID job, Map<Outcome, Long> counts) {
        jdbc.sql("""
            update harvest_job_progress
               set added = :added, updated = :updated, unchanged = :unchanged, deleted = :deleted, errored = :errored,
                   cancelled = :cancelled, phase = 'ended', heartbeat = now()
             where job_id = :job
            """)
                .param("added", counts.getOrDefault(Outcome.ADDED, 0L))
                .param("updated", counts.getOrDefault(Outcome.UPDATED, 0L))
                .param("unchanged", counts.getOrDefault(Outcome.UNCHANGED, 0L))
                .param("deleted", counts.getOrDefault(Outcome.DELETED, 0L))
                .param("errored", counts.getOrDefault(Outcome.ERRORED, 0L))
                .param("cancelled", counts.getOrDefault(Outcome.CANCELLED, 0L))
                .param("job", job)
                .update();
    }

    /** Jobs that have ended, by whatever hand, and whose open objects nobody has cancelled yet. */
    public List<UUID> endedButOpen(int limit) {
        return jdbc.sql("""
            select p.job_id from harvest_job_progress p join harvest_job j on j.id = p.job_id
             where p.phase <> 'ended' and j.status = 'Finished' order by p.job_id limit :limit
            """).param("limit", limit).query(UUID.class).list();
    }

    /** Opens the progress of a job that is resumed: what its listing found stays, what was counted is counted again at the end. */
    public void reopen(UUID job) {
        jdbc.sql("""
            update harvest_job_progress p
               set phase = 'harvest', reopened = now(), held = 0, added = 0, updated = 0, deleted = 0, errored = 0, cancelled = 0, heartbeat = now(),
                   unchanged = (select count(*) from harvest_object o
                                 where o.harvest_job_id = p.job_id and o.report_status = 'not modified' and o.done_by is null),
                   completeness = case when completeness = 'failed' then 'open' else completeness end
             where job_id = :job
            """).param("job", job).update();
    }

    public void held(UUID job, long records) {
        jdbc.sql("update harvest_job_progress set held = :records where job_id = :job")
                .param("records", records)
                .param("job", job)
                .update();
    }

    /** A dry run found so many records missing, which a run would hold for this reason. */
    public void wouldHold(UUID job, long records, String reason) {
        jdbc.sql("update harvest_job_progress set held = :records, would_hold = :reason where job_id = :job")
                .param("records", records)
                .param("reason", reason)
                .param("job", job)
                .update();
    }

    /** Why a run would hold what a dry run found missing, if it would. */
    public Optional<String> wouldHold(UUID job) {
        return jdbc.sql("select would_hold from harvest_job_progress where job_id = :job and would_hold is not null")
                .param("job", job)
                .query(String.class)
                .optional();
    }

    /** Adds what a worker asked of the source since it last said so. */
    public void asked(UUID job, long requests, long bytes) {
        jdbc.sql("""
            update harvest_job_progress set requests = requests + :requests, bytes = bytes + :bytes, heartbeat = now()
             where job_id = :job
            """)
                .param("requests", requests)
                .param("bytes", bytes)
                .param("job", job)
                .update();
    }

    private static Progress progress(ResultSet row, int number) throws SQLException {
        return new Progress(
                Columns.uuid(row, "job_id"),
                row.getString("phase"),
                new Cursor(row.getString("cursor")),
                row.getObject("gather_order", UUID.class),
                row.getString("completeness"),
                row.getString("listing_mode"),
                Columns.number(row, "expected"),
                row.getInt("pages"),
                row.getBoolean("resumed"),
                row.getLong("listed"),
                row.getLong("duplicates"),
                row.getLong("unchanged"),
                row.getLong("added"),
                row.getLong("updated"),
                row.getLong("deleted"),
                row.getLong("errored"),
                row.getLong("cancelled"),
                row.getLong("held"),
                row.getLong("requests"),
                row.getLong("bytes"),
                Columns.instant(row, "heartbeat"));
    }
}
