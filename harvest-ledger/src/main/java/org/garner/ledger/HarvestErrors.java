package org.garner.ledger;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.JobTicket;
import org.garner.harvest.http.Secrets;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables {@code harvest_gather_error} and {@code harvest_object_error}: what went wrong with listings and with records. */
public class HarvestErrors {
    private final JdbcClient jdbc;
    private final JobLog log;

    /** @param log where the errors are said too, once they are committed */
    public HarvestErrors(JdbcClient jdbc, JobLog log) {
        this.jdbc = jdbc;
        this.log = log;
    }

    /** What is wrong with one object; {@code stage} is Fetch, Import or Validation. */
    public record ObjectFailure(UUID object, String stage, HarvestFailure failure) {}

    /** A row of either table; {@code guid} is null for an error of the listing. */
    public record Row(
            String cursor,
            @Nullable String guid,
            String stage,
            String kind,
            String message,
            @Nullable Integer line,
            @Nullable String url) {}

    public void addGather(JobTicket ticket, List<HarvestFailure> failures) {
        if (failures.isEmpty()) {
            return;
        }
        jdbc.sql("""
            insert into harvest_gather_error (harvest_job_id, message, kind, line, url, status)
            select :job, e.message, e.kind, e.line, e.url, e.status
              from unnest(:messages::text[], :kinds::text[], :lines::int[], :urls::text[], :statuses::int[])
                   as e (message, kind, line, url, status)
            """)
                .param("job", ticket.job())
                .param("messages", Columns.texts(failures, f -> clean(f.describe())))
                .param("kinds", Columns.texts(failures, f -> f.kind().word()))
                .param("lines", Columns.texts(failures, HarvestFailure::line))
                .param("urls", Columns.texts(failures, HarvestErrors::address))
                .param(
                        "statuses",
                        Columns.texts(
                                failures, f -> f instanceof HarvestFailure.Refused refused ? refused.status() : null))
                .update();
        log.listingFailed(ticket, failures);
    }

    public void addObject(JobTicket ticket, List<ObjectFailure> failures) {
        if (failures.isEmpty()) {
            return;
        }
        jdbc.sql("""
            insert into harvest_object_error (harvest_object_id, harvest_job_id, message, stage, kind, line, url)
            select e.id, :job, e.message, e.stage, e.kind, e.line, e.url
              from unnest(:ids::uuid[], :messages::text[], :stages::text[], :kinds::text[], :lines::int[], :urls::text[])
                   as e (id, message, stage, kind, line, url)
            """)
                .param("job", ticket.job())
                .param("ids", Columns.texts(failures, ObjectFailure::object))
                .param(
                        "messages",
                        Columns.texts(failures, f -> clean(f.failure().describe())))
                .param("stages", Columns.texts(failures, ObjectFailure::stage))
                .param("kinds", Columns.texts(failures, f -> f.failure().kind().word()))
                .param("lines", Columns.texts(failures, f -> f.failure().line()))
                .param("urls", Columns.texts(failures, f -> address(f.failure())))
                .update();
        log.recordsFailed(ticket, failures);
    }

    /** How many errors a job has: of its listing, and in all. */
    public record Count(long ofListing, long total) {
        public static final Count NONE = new Count(0, 0);
    }

    /** How many errors these jobs have; jobs without any are absent. */
    public Map<UUID, Count> counts(Collection<UUID> jobs) {
        var counts = new HashMap<UUID, Count>();
        jdbc.sql("""
            select job, sum(of_listing) as of_listing, sum(n) as n
              from (select harvest_job_id as job, count(*) as of_listing, count(*) as n from harvest_gather_error
                     where harvest_job_id = any(:jobs::uuid[]) group by harvest_job_id
                    union all
                    select harvest_job_id, 0, count(*) from harvest_object_error
                     where harvest_job_id = any(:jobs::uuid[]) group by harvest_job_id) e
             group by job
            """).param("jobs", Columns.ids(jobs)).query(row -> {
            counts.put(Columns.uuid(row, "job"), new Count(row.getLong("of_listing"), row.getLong("n")));
        });
        return counts;
    }

    public long countGather(UUID job) {
        return jdbc.sql("select count(*) from harvest_gather_error where harvest_job_id = :job")
                .param("job", job)
                .query(Long.class)
                .single();
    }

    /** The next errors of a job: those of its listing, then those of its records, each in the order they happened. */
    public List<Row> list(UUID job, String after, int limit) {
        var afterGather =
                after.startsWith("g") ? Long.parseLong(after.substring(1)) : after.isEmpty() ? 0 : Long.MAX_VALUE;
        var afterObject = after.startsWith("o") ? Long.parseLong(after.substring(1)) : 0;
        return jdbc.sql("""
            (select 'g' || id as cursor, 0 as rank, id, null as guid, 'Gather' as stage, kind, message, line, url
               from harvest_gather_error where harvest_job_id = :job and id > :afterGather order by id limit :limit)
            union all
            (select 'o' || e.id, 1, e.id, o.guid, e.stage, e.kind, e.message, e.line, coalesce(e.url, o.fetch_url)
               from harvest_object_error e
               left join harvest_object o on o.id = e.harvest_object_id and o.harvest_job_id = e.harvest_job_id
              where e.harvest_job_id = :job and e.id > :afterObject order by e.id limit :limit)
            order by rank, id limit :limit
            """)
                .param("job", job)
                .param("afterGather", afterGather)
                .param("afterObject", afterObject)
                .param("limit", limit)
                .query(HarvestErrors::row)
                .list();
    }

    /**
     * The errors of a job that are of one kind at one stage.
     *
     * @param guid the record of the first of them, null when it is the listing's
     * @param message the first of them
     */
    public record OfKind(
            String stage, String kind, long count, @Nullable String guid, String message) {}

    /** What went wrong in a job, by stage and kind, the most frequent first. */
    public List<OfKind> kinds(UUID job) {
        return jdbc.sql("""
            with kinds as (
                select 'Gather' as stage, kind, count(*) as n, min(id) as first
                  from harvest_gather_error where harvest_job_id = :job group by kind
                union all
                select stage, kind, count(*), min(id)
                  from harvest_object_error where harvest_job_id = :job group by stage, kind)
            select k.stage, k.kind, k.n, o.guid, coalesce(g.message, e.message) as message
              from kinds k
              left join harvest_gather_error g on k.stage = 'Gather' and g.id = k.first
              left join harvest_object_error e on k.stage <> 'Gather' and e.id = k.first
              left join harvest_object o on o.id = e.harvest_object_id and o.harvest_job_id is not distinct from :job
             order by k.n desc, k.stage, k.kind
            """)
                .param("job", job)
                .query((row, number) -> new OfKind(
                        row.getString("stage"),
                        row.getString("kind"),
                        row.getLong("n"),
                        row.getString("guid"),
                        row.getString("message")))
                .list();
    }

    private static @Nullable String address(HarvestFailure failure) {
        URI address = failure.address();
        return address == null ? null : clean(address.toString());
    }

    /** Postgres takes no NUL, no one reads a message of a megabyte, and secrets are for their source alone. */
    private static String clean(String text) {
        var clean = Columns.storable(Secrets.hidden(text));
        return clean.length() > 4000 ? clean.substring(0, 4000) + " …" : clean;
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getString("cursor"),
                row.getString("guid"),
                row.getString("stage"),
                row.getString("kind"),
                row.getString("message"),
                Columns.integer(row, "line"),
                row.getString("url"));
    }
}
