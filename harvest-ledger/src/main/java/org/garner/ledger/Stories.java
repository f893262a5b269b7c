package org.garner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.garner.harvest.Outcome;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What became of records, in a job and over all jobs of their source: {@code harvest_object} with its errors and orders, for people. Every list is
 * a page within one job or one record, so that no index on a column that changes is needed.
 */
public class Stories {
    private static final String COLUMNS = "select o.*, encode(o.document_hash, 'hex') as hash from harvest_object o ";

    private final JdbcClient jdbc;

    public Stories(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A record in a job.
     *
     * @param outcome null while it is open
     * @param current true when the catalogue's dataset was made from it
     * @param documentHash in hexadecimal
     * @param retries how often it was tried again after trouble of a worker or a resume
     * @param doneBy the process that ended it; null also when the listing showed that it is unchanged
     */
    public record Told(
            UUID id,
            String guid,
            UUID job,
            String state,
            @Nullable Outcome outcome,
            boolean current,
            String host,
            @Nullable String fetchUrl,
            @Nullable String revision,
            @Nullable String documentHash,
            @Nullable UUID packageId,
            int attempt,
            int retries,
            @Nullable String doneBy,
            Times times) {}

    /** When a record reached which stage. */
    public record Times(
            Instant gathered,
            @Nullable Instant fetchFinished,
            @Nullable Instant ended) {}

    /** What went wrong with a record. */
    public record Fault(
            UUID object,
            String stage,
            String kind,
            String message,
            @Nullable Integer line,
            @Nullable String url,
            Instant created) {}

    /** A piece of work that a record was part of; {@code worker} is the one that accepted it last. */
    public record Handed(
            String stage,
            String host,
            int attempt,
            Instant created,
            @Nullable Instant sent,
            @Nullable String worker,
            @Nullable Instant accepted,
            @Nullable Instant ended) {}

    /** Which records of a job to list; null for all. {@code words} is looked for in the name and the address. */
    public record Filter(
            @Nullable Outcome outcome,
            @Nullable String state,
            @Nullable String guid,
            @Nullable String words) {}

    /** The next records of a job, by name. */
    public List<Told> ofJob(UUID job, Filter filter, String after, int limit) {
        return jdbc.sql(COLUMNS + """
             where o.harvest_job_id = :job and o.guid > :after
               and (:guid::text is null or o.guid = :guid)
               and (:status::text is null or o.report_status = :status)
               and (:state::text is null or o.state = :state)
               and (:words::text is null or strpos(lower(o.guid || ' ' || coalesce(o.fetch_url, '')), lower(:words)) > 0)
             order by o.guid limit :limit
            """)
                .param("job", job)
                .param("after", after)
                .param("guid", filter.guid())
                .param(
                        "status",
                        filter.outcome() == null ? null : filter.outcome().reportStatus())
                .param("state", filter.state())
                .param("words", filter.words())
                .param("limit", limit)
                .query(Stories::told)
                .list();
    }

    public Optional<Told> ofObject(UUID job, UUID object) {
        return jdbc.sql(COLUMNS + "where o.id = :object and o.harvest_job_id = :job")
                .param("object", object)
                .param("job", job)
                .query(Stories::told)
                .optional();
    }

    /** What became of one record in the jobs of its source, the newest first, before the given job. */
    public List<Told> ofRecord(UUID source, String guid, @Nullable UUID before, int limit) {
        return jdbc.sql("select o.*, encode(o.document_hash, 'hex') as hash " + """
              from harvest_job j join harvest_object o on o.harvest_job_id = j.id and o.guid = :guid
             where j.source_id = :source and (:before::uuid is null or j.id < :before::uuid)
             order by j.id desc limit :limit
            """)
                .param("guid", guid)
                .param("source", source)
                .param("before", Objects.toString(before, null))
                .param("limit", limit)
                .query(Stories::told)
                .list();
    }

    /** What went wrong with these objects, in the order it happened. */
    public List<Fault> faults(Collection<UUID> objects) {
        return jdbc.sql("""
            select harvest_object_id, stage, kind, message, line, url, created from harvest_object_error
             where harvest_object_id = any(:ids::uuid[]) order by id
            """)
                .param("ids", Columns.ids(objects))
                .query((row, number) -> new Fault(
                        Columns.uuid(row, "harvest_object_id"),
                        row.getString("stage"),
                        row.getString("kind"),
                        row.getString("message"),
                        Columns.integer(row, "line"),
                        row.getString("url"),
                        Columns.time(row, "created")))
                .list();
    }

    /** The pieces of work that an object was part of, in the order they were dealt. */
    public List<Handed> orders(UUID job, UUID object) {
        return jdbc.sql("""
            select stage, host, attempt, created, sent, accepted_by, accepted, ended from harvest_order
             where job_id = :job and stage in ('fetch', 'import') and :object = any(object_ids) order by id
            """)
                .param("job", job)
                .param("object", object)
                .query((row, number) -> new Handed(
                        row.getString("stage"),
                        row.getString("host"),
                        row.getInt("attempt"),
                        Columns.time(row, "created"),
                        Columns.instant(row, "sent"),
                        row.getString("accepted_by"),
                        Columns.instant(row, "accepted"),
                        Columns.instant(row, "ended")))
                .list();
    }

    private static Told told(ResultSet row, int number) throws SQLException {
        return new Told(
                Columns.uuid(row, "id"),
                row.getString("guid"),
                Columns.uuid(row, "harvest_job_id"),
                row.getString("state"),
                outcome(row.getString("report_status")),
                row.getBoolean("current"),
                row.getString("host"),
                row.getString("fetch_url"),
                row.getString("revision"),
                row.getString("hash"),
                row.getObject("package_id", UUID.class),
                row.getInt("attempt"),
                row.getInt("retry_times"),
                row.getString("done_by"),
                new Times(
                        Columns.time(row, "gathered"),
                        Columns.instant(row, "fetch_finished"),
                        Columns.instant(row, "import_finished")));
    }

    private static @Nullable Outcome outcome(@Nullable String reportStatus) {
        for (var outcome : Outcome.values()) {
            if (outcome.reportStatus().equals(reportStatus)) {
                return outcome;
            }
        }
        return null;
    }
}
