package org.garner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.JobTicket;
import org.garner.harvest.Outcome;
import org.garner.harvest.order.Order;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code harvest_object}: one record in one job. */
public class HarvestObjects {
    // Where ids are given, the job is compared by "is not distinct from", which no index can answer: while the
    // statistics do not know a job yet, the
    // planner takes it for a handful of rows, and would walk all of its objects for each of fifty ids instead of
    // looking the fifty up.
    private final JdbcClient jdbc;

    public HarvestObjects(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A record as a gather writes it.
     *
     * @param documentHash the hash of its document in hexadecimal, when the listing carried it
     * @param packageId the dataset it belongs to, when it is unchanged
     * @param unchanged true when the comparison has ended it already
     */
    public record Listed(
            UUID id,
            String guid,
            String host,
            @Nullable String fetchUrl,
            @Nullable String revision,
            @Nullable String documentHash,
            @Nullable UUID packageId,
            boolean unchanged) {
        private String state() {
            return unchanged ? "COMPLETE" : documentHash == null ? "WAITING" : "IMPORT";
        }
    }

    /** What the dispatcher hands out. {@code state} is WAITING or IMPORT. */
    public record Open(UUID id, String state, String host) {}

    /** A stretch of a walk: the open objects on it, and the last object passed, which is where it began when there was none. */
    public record Walked(List<Open> open, UUID last) {}

    private record Passed(Open object, boolean open) {}

    /** What a fetch brought for one object. */
    public record Arrived(
            UUID id, String documentHash, @Nullable String validator) {}

    /** How one object ended, and the dataset it belongs to if that is known already. */
    public record Ended(UUID id, Outcome outcome, @Nullable UUID packageId) {}

    /** Writes the records of a page; returns the ids of those that the job did not have yet. The rest are duplicates. */
    public Set<UUID> addListed(JobTicket ticket, UUID source, List<Listed> listed) {
        return new HashSet<>(jdbc.sql("""
            insert into harvest_object (id, guid, harvest_job_id, harvest_source_id, host, fetch_url, revision,
                                        document_hash, package_id, state, report_status, import_finished)
            select l.id, l.guid, :job, :source, l.host, l.fetch_url, l.revision, decode(l.hash, 'hex'), l.package_id, l.state,
                   case when l.state = 'COMPLETE' then 'not modified' end, case when l.state = 'COMPLETE' then now() end
              from unnest(:ids::uuid[], :guids::text[], :hosts::text[], :urls::text[], :revisions::text[], :hashes::text[],
                          :packages::uuid[], :states::text[])
                   as l (id, guid, host, fetch_url, revision, hash, package_id, state)
            on conflict (harvest_job_id, guid) do nothing
            returning id
            """)
                .param("job", ticket.job())
                .param("source", source)
                .param("ids", Columns.texts(listed, Listed::id))
                .param("guids", Columns.texts(listed, Listed::guid))
                .param("hosts", Columns.texts(listed, Listed::host))
                .param("urls", Columns.texts(listed, Listed::fetchUrl))
                .param("revisions", Columns.texts(listed, Listed::revision))
                .param("hashes", Columns.texts(listed, Listed::documentHash))
                .param("packages", Columns.texts(listed, Listed::packageId))
                .param("states", Columns.texts(listed, Listed::state))
                .query(UUID.class)
                .list());
    }

    /**
     * Walks on over the objects of a job by id.
     *
     * @param limit how many objects it passes at most, whether open or not
     * @return the open ones among them, and where the walk stands then
     */
    public Walked walk(UUID job, UUID after, int limit) {
        return walked(
                after,
                jdbc.sql("""
                    with passed as materialized (
                        select id, state, host, report_status is null as open from harvest_object
                         where harvest_job_id = :job and id > :after order by id limit :limit)
                    select * from passed where open or id = (select id from passed order by id desc limit 1) order by id
                    """)
                        .param("job", job)
                        .param("after", after)
                        .param("limit", limit)
                        .query(HarvestObjects::passed)
                        .list());
    }

    /** As {@link #walk}, for a dispatcher that does not know what it handed out: what an order holds or has just brought is passed by too. */
    public Walked walkLoose(UUID job, UUID after, int limit) {
        return walked(
                after,
                jdbc.sql("""
                    with passed as materialized (
                        select o.id, o.state, o.host, o.report_status is null and h.id is null as open
                          from (select * from harvest_object
                                 where harvest_job_id = :job and id > :after order by id limit :limit) o
                          left join (select distinct unnest(object_ids) as id from harvest_order
                                      where job_id = :job and (ended is null or (stage = 'fetch' and not followed))) h on h.id = o.id)
                    select * from passed where open or id = (select id from passed order by id desc limit 1) order by id
                    """)
                        .param("job", job)
                        .param("after", after)
                        .param("limit", limit)
                        .query(HarvestObjects::passed)
                        .list());
    }

    /** Those of these objects that wait for their import. */
    public List<Open> toImport(UUID job, Collection<UUID> ids) {
        return jdbc.sql("""
            select id, state, host from harvest_object
             where harvest_job_id is not distinct from :job and id = any(:ids::uuid[]) and report_status is null and state = 'IMPORT'
             order by id
            """)
                .param("job", job)
                .param("ids", Columns.ids(ids))
                .query(HarvestObjects::open)
                .list();
    }

    /** Notes that the objects of an order are tried again. What the former attempt brings later has no effect, because its order has been ended. */
    public void repeat(Order repeated) {
        jdbc.sql("""
            update harvest_object set attempt = :attempt, retry_times = retry_times + 1
             where harvest_job_id is not distinct from :job and id = any(:ids::uuid[]) and report_status is null
            """)
                .param("attempt", repeated.attempt())
                .param("job", repeated.ticket().job())
                .param("ids", Columns.ids(repeated.objects()))
                .update();
    }

    /** Stores what a fetch brought; returns the ids that were still open. */
    public Set<UUID> arrived(Order order, List<Arrived> arrived) {
        if (arrived.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(jdbc.sql("""
            update harvest_object o
               set state = 'IMPORT', document_hash = decode(a.hash, 'hex'), validator = a.validator, fetch_finished = now()
              from unnest(:ids::uuid[], :hashes::text[], :validators::text[]) as a (id, hash, validator)
             where o.id = a.id and o.harvest_job_id is not distinct from :job and o.report_status is null
               and o.state in ('WAITING', 'FETCH')
            returning o.id
            """)
                .param("ids", Columns.texts(arrived, Arrived::id))
                .param("hashes", Columns.texts(arrived, Arrived::documentHash))
                .param("validators", Columns.texts(arrived, Arrived::validator))
                .param("job", order.ticket().job())
                .query(UUID.class)
                .list());
    }

    /**
     * Ends these objects for this order. What became of those that were added or updated is written by {@link #madeDatasets}: so one of the two
     * statements changes no column that has an index.
     *
     * @param doneBy the process that did it, for the object's story
     * @return the ids of those that were still open; the rest had been ended by another order
     */
    public Set<UUID> end(Order order, List<Ended> ended, String doneBy) {
        if (ended.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(jdbc.sql("""
            update harvest_object o
               set state = e.state, report_status = e.report_status, import_finished = now(), done_by = :by,
                   package_id = coalesce(e.package_id, o.package_id)
              from unnest(:ids::uuid[], :states::text[], :statuses::text[], :packages::uuid[]) as e (id, state, report_status, package_id)
             where o.id = e.id and o.harvest_job_id is not distinct from :job and o.report_status is null
            returning o.id
            """)
                .param("by", doneBy)
                .param("ids", Columns.texts(ended, Ended::id))
                .param("states", Columns.texts(ended, e -> e.outcome().state()))
                .param("statuses", Columns.texts(ended, e -> e.outcome().reportStatus()))
                .param("packages", Columns.texts(ended, Ended::packageId))
                .param("job", order.ticket().job())
                .query(UUID.class)
                .list());
    }

    /** Names the datasets of these objects and makes them, and no older ones, the current objects of their datasets. */
    public void madeDatasets(JobTicket ticket, Map<UUID, UUID> packages) {
        if (packages.isEmpty()) {
            return;
        }
        jdbc.sql("""
            update harvest_object set current = false
             where package_id = any(:packages::uuid[]) and current and id <> all(:ids::uuid[])
            """)
                .param("packages", Columns.ids(packages.values()))
                .param("ids", Columns.ids(packages.keySet()))
                .update();
        jdbc.sql("""
            update harvest_object o set package_id = p.package_id, current = true
              from unnest(:ids::uuid[], :packages::uuid[]) as p (id, package_id)
             where o.id = p.id and o.harvest_job_id is not distinct from :job
            """)
                .param("ids", Columns.ids(packages.keySet()))
                .param("packages", Columns.ids(packages.values()))
                .param("job", ticket.job())
                .update();
    }

    /** Writes the objects of withdrawn records: they end as they begin. */
    public void addDeleted(
            JobTicket ticket, HarvestSource source, Map<String, UUID> packageByGuid, List<UUID> ids, String doneBy) {
        notCurrent(packageByGuid.values());
        planDeleted(ticket, source, packageByGuid, ids, doneBy);
    }

    /** The same without a word to the datasets: they keep the objects that they were made from. */
    public void planDeleted(
            JobTicket ticket, HarvestSource source, Map<String, UUID> packageByGuid, List<UUID> ids, String doneBy) {
        jdbc.sql("""
            insert into harvest_object (id, guid, harvest_job_id, harvest_source_id, host, package_id, state, report_status,
                                        import_finished, done_by)
            select d.id, d.guid, :job, :source, :host, d.package_id, 'COMPLETE', 'deleted', now(), :by
              from unnest(:ids::uuid[], :guids::text[], :packages::uuid[]) as d (id, guid, package_id)
            on conflict (harvest_job_id, guid) do nothing
            """)
                .param("job", ticket.job())
                .param("source", source.id())
                .param("host", source.host())
                .param("by", doneBy)
                .param("ids", Columns.ids(ids))
                .param("guids", packageByGuid.keySet().toArray(new String[0]))
                .param("packages", Columns.ids(packageByGuid.values()))
                .update();
    }

    /** Notes that these datasets are not in the catalogue any more. */
    public void notCurrent(Collection<UUID> packages) {
        jdbc.sql("""
            update harvest_object set current = false where package_id = any(:packages::uuid[]) and current
            """).param("packages", Columns.ids(packages)).update();
    }

    /**
     * Cancels up to {@code limit} open objects of a job that has ended; returns how many. Objects that a worker's transaction holds are left out: waiting
     * for one of them while holding others could be a deadlock, since the worker may want those.
     */
    public int cancelSome(UUID job, int limit) {
        return jdbc.sql("""
            with open as materialized (
                select id from harvest_object
                 where harvest_job_id = :job and report_status is null
                   and exists (select 1 from harvest_job where id = :job and status = 'Finished')
                 limit :limit
                   for update skip locked)
            update harvest_object o set state = 'ERROR', report_status = 'cancelled', import_finished = now()
              from open
             where o.id = open.id and o.harvest_job_id is not distinct from :job and o.report_status is null
            """).param("job", job).param("limit", limit).update();
    }

    /** Opens up to {@code limit} cancelled objects again; returns how many. */
    public int reopenSome(UUID job, int limit) {
        return jdbc.sql("""
            update harvest_object
               set state = case when document_hash is null then 'WAITING' else 'IMPORT' end,
                   report_status = null, import_finished = null, attempt = attempt + 1, retry_times = retry_times + 1
             where id in (select id from harvest_object
                           where harvest_job_id = :job and report_status = 'cancelled' order by id limit :limit)
            """).param("job", job).param("limit", limit).update();
    }

    public boolean anyOpen(UUID job) {
        return jdbc.sql("select exists (select 1 from harvest_object where harvest_job_id = :job and report_status is"
                        + " null)")
                .param("job", job)
                .query(Boolean.class)
                .single();
    }

    /** How many objects of a job ended how; open ones are not counted. */
    public Map<Outcome, Long> counts(UUID job) {
        var counts = new EnumMap<Outcome, Long>(Outcome.class);
        jdbc.sql("""
            select report_status, count(*) as n from harvest_object
             where harvest_job_id = :job and report_status is not null group by report_status
            """).param("job", job).query(row -> {
            for (var outcome : Outcome.values()) {
                if (outcome.reportStatus().equals(row.getString("report_status"))) {
                    counts.put(outcome, row.getLong("n"));
                }
            }
        });
        return counts;
    }

    private static Walked walked(UUID after, List<Passed> passed) {
        return new Walked(
                passed.stream().filter(Passed::open).map(Passed::object).toList(),
                passed.isEmpty() ? after : passed.getLast().object().id());
    }

    private static Passed passed(ResultSet row, int number) throws SQLException {
        return new Passed(open(row, number), row.getBoolean("open"));
    }

    private static Open open(ResultSet row, int number) throws SQLException {
        return new Open(Columns.uuid(row, "id"), row.getString("state"), row.getString("host"));
    }
}
