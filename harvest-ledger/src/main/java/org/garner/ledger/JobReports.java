package org.garner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Jobs with their counts and errors, as operators read them: one query for each kind of figure, however many jobs are asked for. */
public class JobReports {
    private static final int TOP = 20;
    private static final int FETCHED_AT_ONCE = 500;

    /** What has ended has its counts in the row of its progress; until then its listing and its orders say what they are. */
    private static final String REPORT = """
        select j.id, j.source_id, j.created, j.gather_started, j.gather_finished, j.finished, j.status,
               coalesce(p.added, 0) + coalesce(t.added, 0) as added,
               coalesce(p.updated, 0) + coalesce(t.updated, 0) as updated,
               coalesce(p.unchanged, 0) + coalesce(t.unchanged, 0) as unchanged,
               coalesce(p.deleted, 0) as deleted,
               coalesce(p.errored, 0) + coalesce(t.errored, 0)
                   + (select count(*) from harvest_gather_error g where g.harvest_job_id = j.id) as errored
          from harvest_job j
          left join harvest_job_progress p on p.job_id = j.id
          left join lateral (select sum(o.added) as added, sum(o.updated) as updated, sum(o.unchanged) as unchanged,
                                    sum(o.errored) as errored
                               from harvest_order o where o.job_id = j.id and p.phase <> 'ended') t on true
        """;

    private final JdbcClient jdbc;

    public JobReports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A job; {@code errored} counts records and troubles of the listing. */
    public record JobReport(
            UUID id,
            UUID source,
            Instant created,
            @Nullable Instant gatherStarted,
            @Nullable Instant gatherFinished,
            @Nullable Instant finished,
            String status,
            long added,
            long updated,
            long unchanged,
            long deleted,
            long errored) {}

    /** A running job, with what it takes to judge its age. */
    public record Running(UUID id, UUID source, String sourceName, String frequency, Instant created) {}

    /** All running jobs, the oldest first. */
    public List<Running> running() {
        return jdbc.sql("""
            select j.id, j.source_id, s.name, s.frequency, j.created
              from harvest_job j join harvest_source s on s.id = j.source_id
             where j.status = 'Running' order by j.id
            """)
                .query((row, number) -> new Running(
                        Columns.uuid(row, "id"),
                        Columns.uuid(row, "source_id"),
                        row.getString("name"),
                        row.getString("frequency"),
                        Columns.time(row, "created")))
                .list();
    }

    /** A message, and how often it was written. */
    public record MessageCount(String message, long count) {}

    /** The most frequent messages of a job. */
    public record Summary(List<MessageCount> ofObjects, List<MessageCount> ofListing) {
        public static final Summary NONE = new Summary(List.of(), List.of());

        public Summary {
            ofObjects = List.copyOf(ofObjects);
            ofListing = List.copyOf(ofListing);
        }
    }

    /** An error of a record; {@code object} and {@code guid} are null for one of the listing. */
    public record ReportedError(
            @Nullable UUID object,
            @Nullable String guid,
            @Nullable String address,
            String message,
            @Nullable Integer line,
            String stage) {}

    /** Jobs, the newest first, older than the given one; of one source or of all, in one status or in any. Dry runs, which change nothing, are left out. */
    public List<JobReport> list(@Nullable UUID source, @Nullable String status, @Nullable UUID before, int limit) {
        return jdbc.sql(REPORT + """
             where (:source::uuid is null or j.source_id = :source::uuid) and (:status::text is null or j.status = :status::text)
               and (:before::uuid is null or j.id < :before::uuid) and j.mode <> 'dry_run'
             order by j.id desc limit :limit
            """)
                .param("source", source == null ? null : source.toString())
                .param("status", status == null ? null : Columns.storable(status))
                .param("before", before == null ? null : before.toString())
                .param("limit", limit)
                .query(JobReports::report)
                .list();
    }

    /** The jobs of these ids, by id. */
    public Map<UUID, JobReport> of(Collection<UUID> ids) {
        var reports = new HashMap<UUID, JobReport>();
        jdbc.sql(REPORT + "where j.id = any (:ids::uuid[])")
                .param("ids", Columns.ids(ids))
                .query(JobReports::report)
                .list()
                .forEach(report -> reports.put(report.id(), report));
        return reports;
    }

    /** The twenty most frequent messages of each of these jobs; jobs without errors are absent. */
    public Map<UUID, Summary> summaries(Collection<UUID> jobs) {
        var ofObjects = new HashMap<UUID, List<MessageCount>>();
        var ofListing = new HashMap<UUID, List<MessageCount>>();
        jdbc.sql("""
            select of_objects, job, message, errors
              from (select of_objects, job, message, count(*) as errors,
                           row_number() over (partition by of_objects, job order by count(*) desc, message) as place
                      from (select true as of_objects, harvest_job_id as job, message
                              from harvest_object_error where harvest_job_id = any (:jobs::uuid[])
                            union all
                            select false, harvest_job_id, message
                              from harvest_gather_error where harvest_job_id = any (:jobs::uuid[])) e
                     group by of_objects, job, message) ranked
             where place <= :top
             order by job, of_objects, place
            """).param("jobs", Columns.ids(jobs)).param("top", TOP).query(row -> {
            (row.getBoolean("of_objects") ? ofObjects : ofListing)
                    .computeIfAbsent(Columns.uuid(row, "job"), job -> new ArrayList<>())
                    .add(new MessageCount(row.getString("message"), row.getLong("errors")));
        });
        var summaries = new HashMap<UUID, Summary>();
        for (var job : jobs) {
            if (ofObjects.containsKey(job) || ofListing.containsKey(job)) {
                summaries.put(
                        job,
                        new Summary(ofObjects.getOrDefault(job, List.of()), ofListing.getOrDefault(job, List.of())));
            }
        }
        return summaries;
    }

    /**
     * Hands over every error of a job: those of its listing, then those of its records, one record after the other. Inside a transaction it holds a few
     * hundred at a time, otherwise all.
     */
    public void errors(UUID job, Consumer<ReportedError> each) {
        // Who reads the answer may pause; this transaction locks nothing that others wait for.
        jdbc.sql("set local idle_in_transaction_session_timeout = '5min'").update();
        jdbc.sql("""
            select null::uuid as object, null as guid, null as fetch_url, message, line, 'Gather' as stage, id
              from harvest_gather_error where harvest_job_id = :job
            union all
            select e.harvest_object_id, o.guid, coalesce(e.url, o.fetch_url), e.message, e.line, e.stage, e.id
              from harvest_object_error e
              left join harvest_object o on o.id = e.harvest_object_id
             where e.harvest_job_id = :job
             order by object nulls first, id
            """).withFetchSize(FETCHED_AT_ONCE).param("job", job).query(row -> {
            each.accept(new ReportedError(
                    row.getObject("object", UUID.class),
                    row.getString("guid"),
                    row.getString("fetch_url"),
                    row.getString("message"),
                    Columns.integer(row, "line"),
                    row.getString("stage")));
        });
    }

    private static JobReport report(ResultSet row, int number) throws SQLException {
        return new JobReport(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "source_id"),
                Columns.time(row, "created"),
                Columns.instant(row, "gather_started"),
                Columns.instant(row, "gather_finished"),
                Columns.instant(row, "finished"),
                row.getString("status"),
                row.getLong("added"),
                row.getLong("updated"),
                row.getLong("unchanged"),
                row.getLong("deleted"),
                row.getLong("errored"));
    }
}
