package org.garner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.garner.harvest.Cursor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The records of jobs that do not list their source: which they are, in pages of one query each, and whether there are any. */
public class NamedRecords {
    /** What the walk over several jobs sorts by: a job's id has always so many characters. */
    private static final int ID = 36;

    private static final UUID NONE = new UUID(0, 0);

    /**
     * Jobs that say how the records of a source stand: its newest listing and what ran after it. A dry run says nothing; a job that was started later
     * than the one that asks cannot be among them, because a source has one open job.
     */
    private static final String SINCE_THE_LISTING = """
        with since as materialized (
            select j.id from harvest_job j
             where j.source_id = :source and j.status = 'Finished' and j.mode <> 'dry_run'
               and j.id >= coalesce((select l.id from harvest_job l
                                      where l.source_id = :source and l.status = 'Finished' and l.mode in ('incremental', 'full')
                                        and l.outcome not in ('failed', 'aborted')
                                      order by l.id desc limit 1), '00000000-0000-0000-0000-000000000000'))
        """;

    /** What can be mapped without asking its source. */
    private static final String MAPPABLE =
            " r.withdrawn is null and r.package_id is not null and r.document_hash is not null ";

    /** What of one source can be. */
    private static final String STORED = " from harvest_record r where r.source_id = :source and" + MAPPABLE;

    private final JdbcClient jdbc;

    public NamedRecords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A record that a job is to go over.
     *
     * @param fetchUrl where its document was when it was last named; null when the source's own address serves it
     * @param revision the state that its listing gave last
     * @param documentHash the stored document to map, in hexadecimal; null to fetch one
     */
    public record Named(
            String guid,
            @Nullable String fetchUrl,
            @Nullable String revision,
            @Nullable String documentHash) {}

    /** Some of a job's records; {@code next} is null when there are no more. */
    public record Page(List<Named> records, @Nullable Cursor next) {
        public Page {
            records = List.copyOf(records);
        }
    }

    private record Row(Named named, Cursor cursor) {}

    /**
     * The next records of a job.
     *
     * @throws IllegalArgumentException when a job of this mode lists its source
     */
    public Page page(Jobs.Job job, Cursor from, int limit) {
        var rows = switch (job.mode()) {
            case RETRY -> failed(job, from, limit + 1);
            case RECORD -> given(job, from, limit + 1);
            case REIMPORT -> stored(job, from, limit + 1);
            case INCREMENTAL, FULL, DRY_RUN ->
                throw new IllegalArgumentException(
                        "A job of mode %s lists its source; the ledger does not name its records"
                                .formatted(job.mode().word()));
        };
        var shown = rows.size() > limit ? rows.subList(0, limit) : rows;
        return new Page(
                shown.stream().map(Row::named).toList(),
                rows.size() > limit ? shown.getLast().cursor() : null);
    }

    private List<Row> failed(Jobs.Job job, Cursor from, int limit) {
        var at = from.value();
        return failed(job.source(), from.atStart() ? NONE : UUID.fromString(at.substring(0, ID)), at, limit);
    }

    /**
     * A record failed when what became of it last was an error or a cancellation; what an ended job has left open is about to be cancelled. Each job is
     * walked over by its index, on from the record before.
     */
    private List<Row> failed(UUID source, UUID job, String at, int limit) {
        return jdbc.sql(SINCE_THE_LISTING + """
            select f.harvest_job_id || f.guid as place, f.guid, f.fetch_url, f.revision, null as hash
              from since s
             cross join lateral (
                select o.harvest_job_id, o.guid, o.fetch_url, o.revision from harvest_object o
                 where o.harvest_job_id = s.id and o.guid > case when s.id = :job::uuid then :guid else '' end
                   and coalesce(o.report_status, 'cancelled') in ('errored', 'cancelled')
                   and not exists (select 1 from since later join harvest_object n on n.harvest_job_id = later.id and n.guid = o.guid
                                    where later.id > s.id)
                 order by o.guid limit :limit) f
             where s.id >= :job::uuid
             order by f.harvest_job_id, f.guid limit :limit
            """)
                .param("source", source)
                .param("job", job.toString())
                .param("guid", at.isEmpty() ? "" : at.substring(ID))
                .param("limit", limit)
                .query(NamedRecords::row)
                .list();
    }

    /** The records that the job names, as its source named them last. */
    private List<Row> given(Jobs.Job job, Cursor from, int limit) {
        return jdbc.sql("""
            select n.guid as place, n.guid, coalesce(o.fetch_url, r.fetch_url) as fetch_url, coalesce(o.revision, r.revision) as revision,
                   null as hash
              from (select unnest(guids) as guid from harvest_job where id = :job) n
              left join harvest_record r on r.source_id = :source and r.guid = n.guid
              left join lateral (select o.fetch_url, o.revision
                                   from harvest_job j join harvest_object o on o.harvest_job_id = j.id and o.guid = n.guid
                                  where j.source_id = :source and o.report_status is distinct from 'deleted'
                                  order by j.id desc limit 1) o on true
             where n.guid > :after order by n.guid limit :limit
            """)
                .param("job", job.id())
                .param("source", job.source())
                .param("after", from.value())
                .param("limit", limit)
                .query(NamedRecords::row)
                .list();
    }

    private List<Row> stored(Jobs.Job job, Cursor from, int limit) {
        return jdbc.sql("select r.guid as place, r.guid, r.fetch_url, r.revision, encode(r.document_hash, 'hex') as"
                        + " hash"
                        + STORED + """
                           and r.guid > :after
                           and exists (select 1 from harvest_job j where j.id = :job and (j.guids = '{}' or r.guid = any (j.guids)))
                         order by r.guid limit :limit
                        """)
                .param("source", job.source())
                .param("job", job.id())
                .param("after", from.value())
                .param("limit", limit)
                .query(NamedRecords::row)
                .list();
    }

    /** Whether any record of this source failed since it was last listed. */
    public boolean anyFailed(UUID source) {
        return !failed(source, NONE, "", 1).isEmpty();
    }

    /** Whether any document of this source is stored that its dataset was made from. */
    public boolean anyStored(UUID source) {
        return jdbc.sql("select exists (select 1" + STORED + ")")
                .param("source", source)
                .query(Boolean.class)
                .single();
    }

    /** How many records of each active source can be mapped from a stored document; sources without any are absent. */
    public Map<UUID, Long> storedBySource() {
        var counts = new HashMap<UUID, Long>();
        jdbc.sql("""
            select r.source_id, count(*) as records from harvest_record r join harvest_source s on s.id = r.source_id and s.active
             where\
            """ + MAPPABLE + """
             group by r.source_id
            """).query(row -> {
            counts.put(Columns.uuid(row, "source_id"), row.getLong("records"));
        });
        return counts;
    }

    /** How many records of a source can be mapped from a stored document. */
    public long countStored(UUID source) {
        return jdbc.sql("select count(*)" + STORED)
                .param("source", source)
                .query(Long.class)
                .single();
    }

    /** The sources that hold a dataset under this name of a record. */
    public List<UUID> holding(String guid) {
        return jdbc.sql("""
            select s.id from harvest_source s
             where s.deleted is null
               and exists (select 1 from harvest_record r where r.source_id = s.id and r.guid = :guid
                              and r.withdrawn is null and r.package_id is not null)
             order by s.id
            """).param("guid", guid).query(UUID.class).list();
    }

    /** Those of these records that a source has ever named. */
    public Set<String> known(UUID source, Collection<String> guids) {
        return new HashSet<>(jdbc.sql("""
            select n.guid from unnest(:guids::text[]) as n (guid)
             where exists (select 1 from harvest_record r where r.source_id = :source and r.guid = n.guid)
                or exists (select 1 from harvest_job j join harvest_object o on o.harvest_job_id = j.id and o.guid = n.guid
                            where j.source_id = :source)
            """)
                .param("guids", guids.toArray(String[]::new))
                .param("source", source)
                .query(String.class)
                .list());
    }

    /** Those of these records that can be mapped from a document that is in the store. */
    public Set<String> stored(UUID source, Collection<String> guids) {
        return new HashSet<>(jdbc.sql("select r.guid" + STORED + """
               and r.guid = any (:guids::text[])
               and exists (select 1 from harvest_document d where d.hash = r.document_hash)
            """)
                .param("source", source)
                .param("guids", guids.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                new Named(
                        row.getString("guid"),
                        row.getString("fetch_url"),
                        row.getString("revision"),
                        row.getString("hash")),
                new Cursor(row.getString("place")));
    }
}
