package org.garner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Single objects, as operators and old links ask for them. */
public class ObjectReports {
    private static final String REPORT =
            "select o.*, encode(o.document_hash, 'hex') as hash from harvest_object o where ";

    private final JdbcClient jdbc;

    public ObjectReports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A record in one job; {@code documentHash} is null when it has no document, as one that was deleted. */
    public record ObjectReport(
            UUID id,
            String guid,
            boolean current,
            Instant gathered,
            @Nullable Instant fetchStarted,
            @Nullable Instant fetchFinished,
            @Nullable Instant importStarted,
            @Nullable Instant importFinished,
            String state,
            @Nullable String metadataModified,
            int retries,
            UUID job,
            UUID source,
            @Nullable UUID packageId,
            @Nullable String reportStatus,
            @Nullable String address,
            @Nullable String documentHash) {}

    /** What was wrong with an object. */
    public record ObjectError(
            long id, String message, String stage, @Nullable Integer line, Instant created) {}

    /** An object and its place in a list. */
    public record Place(UUID id, UUID job, String guid) {}

    public Optional<ObjectReport> find(UUID id) {
        return jdbc.sql(REPORT + "o.id = :id")
                .param("id", id)
                .query(ObjectReports::report)
                .optional();
    }

    /** The object that a dataset was made from. */
    public Optional<ObjectReport> currentOf(UUID packageId) {
        return jdbc.sql(REPORT + "o.package_id = :package and o.current order by o.id desc limit 1")
                .param("package", packageId)
                .query(ObjectReports::report)
                .optional();
    }

    public List<ObjectError> errors(ObjectReport object) {
        return jdbc.sql("""
            select id, message, stage, line, created from harvest_object_error
             where harvest_job_id = :job and harvest_object_id = :id order by id
            """)
                .param("job", object.job())
                .param("id", object.id())
                .query((row, number) -> new ObjectError(
                        row.getLong("id"),
                        row.getString("message"),
                        row.getString("stage"),
                        Columns.integer(row, "line"),
                        Columns.time(row, "created")))
                .list();
    }

    /** The objects that the live datasets of a source were made from: the next by the names of their records. */
    public List<Place> currentAfter(UUID source, String guid, int limit) {
        return jdbc.sql("""
            select o.id, o.harvest_job_id, r.guid
              from harvest_record r
              join harvest_object o on o.package_id = r.package_id and o.current
             where r.source_id = :source and r.withdrawn is null and r.guid > :guid
             order by r.guid limit :limit
            """)
                .param("source", source)
                .param("guid", guid)
                .param("limit", limit)
                .query(ObjectReports::place)
                .list();
    }

    /** Objects of all jobs, of one source or of all: the next in the order of jobs, which is that of an index. */
    public List<Place> after(@Nullable Place place, @Nullable UUID source, boolean current, int limit) {
        return jdbc.sql("""
            select id, harvest_job_id, guid from harvest_object
             where (harvest_job_id, id) > (coalesce(:job::uuid, '00000000-0000-0000-0000-000000000000'),
                                           coalesce(:id::uuid, '00000000-0000-0000-0000-000000000000'))
               and (:source::uuid is null
                    or harvest_job_id in (select id from harvest_job where source_id = :source::uuid))
               and (current or not :current)
             order by harvest_job_id, id limit :limit
            """)
                .param("job", place == null ? null : place.job().toString())
                .param("id", place == null ? null : place.id().toString())
                .param("source", source == null ? null : source.toString())
                .param("current", current)
                .param("limit", limit)
                .query(ObjectReports::place)
                .list();
    }

    private static Place place(ResultSet row, int number) throws SQLException {
        return new Place(Columns.uuid(row, "id"), Columns.uuid(row, "harvest_job_id"), row.getString("guid"));
    }

    private static ObjectReport report(ResultSet row, int number) throws SQLException {
        return new ObjectReport(
                Columns.uuid(row, "id"),
                row.getString("guid"),
                row.getBoolean("current"),
                Columns.time(row, "gathered"),
                Columns.instant(row, "fetch_started"),
                Columns.instant(row, "fetch_finished"),
                Columns.instant(row, "import_started"),
                Columns.instant(row, "import_finished"),
                row.getString("state"),
                row.getString("metadata_modified_date"),
                row.getInt("retry_times"),
                Columns.uuid(row, "harvest_job_id"),
                Columns.uuid(row, "harvest_source_id"),
                row.getObject("package_id", UUID.class),
                row.getString("report_status"),
                row.getString("fetch_url"),
                row.getString("hash"));
    }
}
