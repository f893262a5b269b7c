package org.garner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.garner.harvest.JobTicket;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code harvest_record}: what we hold of each source; every comparison is against it. */
public class HarvestRecords {
    private final JdbcClient jdbc;

    public HarvestRecords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A row of the table; hashes in hexadecimal. */
    public record Held(
            String guid,
            @Nullable UUID packageId,
            @Nullable String documentHash,
            @Nullable String contentHash,
            int hashVersion,
            int readerVersion,
            @Nullable String revision,
            @Nullable String validator,
            @Nullable String fetchUrl,
            @Nullable Instant fetched,
            boolean withdrawn) {

        /** True when the same document under this reader can only give the dataset that the catalogue has. */
        public boolean settled(int currentHashVersion, int currentReaderVersion) {
            return !withdrawn
                    && packageId != null
                    && contentHash != null
                    && hashVersion == currentHashVersion
                    && readerVersion == currentReaderVersion;
        }
    }

    /** A row with when the source last named the record, and when it was withdrawn from the catalogue. */
    public record Shown(
            Held held, Instant lastSeen, @Nullable Instant withdrawn) {}

    /** Which records to list; null for all. {@code words} is looked for in the name and the address. */
    public record Filter(
            @Nullable Boolean withdrawn, @Nullable String words) {}

    /** The next records of a source by name. */
    public List<Shown> list(UUID source, Filter filter, String after, int limit) {
        return jdbc.sql("""
            select *, encode(document_hash, 'hex') as hash from harvest_record
             where source_id = :source and guid > :after
               and (:withdrawn::boolean is null or (withdrawn is not null) = :withdrawn::boolean)
               and (:words::text is null or strpos(lower(guid || ' ' || coalesce(fetch_url, '')), lower(:words)) > 0)
             order by guid limit :limit
            """)
                .param("source", source)
                .param("after", after)
                .param("withdrawn", Objects.toString(filter.withdrawn(), null))
                .param("words", filter.words())
                .param("limit", limit)
                .query(HarvestRecords::shown)
                .list();
    }

    /** The record of this name. */
    public Optional<Shown> find(UUID source, String guid) {
        return jdbc.sql("select *, encode(document_hash, 'hex') as hash from harvest_record where source_id = :source"
                        + " and guid = :guid")
                .param("source", source)
                .param("guid", guid)
                .query(HarvestRecords::shown)
                .optional();
    }

    /** Has the documents of a source mapped anew by its next run, which need not ask the source for them. */
    public void mapAgain(UUID source) {
        jdbc.sql("update harvest_record set reader_version = 0 where source_id = :source and reader_version <> 0")
                .param("source", source)
                .update();
    }

    /** Has the documents of a source fetched and mapped anew by its next run: what is held says nothing about what it sends now. */
    public void fetchAgain(UUID source) {
        jdbc.sql("""
            update harvest_record set reader_version = 0, revision = null, validator = null, fetched = null where source_id = :source
            """).param("source", source).update();
    }

    /** What is held under these names; names that are not held are absent. */
    public Map<String, Held> held(UUID source, Collection<String> guids) {
        var held = new HashMap<String, Held>();
        jdbc.sql("select *, encode(document_hash, 'hex') as hash from harvest_record where source_id = :source"
                        + " and guid = any(:guids::text[])")
                .param("source", source)
                .param("guids", guids.toArray(new String[0]))
                .query(HarvestRecords::held)
                .list()
                .forEach(row -> held.put(row.guid(), row));
        return held;
    }

    /** Stores what an import has made of these records, which stood in the catalogue before or do now. */
    public void keep(UUID source, List<Held> records) {
        if (records.isEmpty()) {
            return;
        }
        jdbc.sql("""
            insert into harvest_record as r (source_id, guid, package_id, document_hash, content_hash, hash_version, reader_version,
                                             revision, validator, fetch_url, fetched)
            select :source, k.guid, k.package_id, decode(k.hash, 'hex'), k.content_hash, k.hash_version, k.reader_version,
                   k.revision, k.validator, k.fetch_url, now()
              from unnest(:guids::text[], :packages::uuid[], :hashes::text[], :contents::text[], :hashVersions::int[],
                          :readerVersions::int[], :revisions::text[], :validators::text[], :urls::text[])
                   as k (guid, package_id, hash, content_hash, hash_version, reader_version, revision, validator, fetch_url)
             order by k.guid
            on conflict (source_id, guid) do update
               set package_id = excluded.package_id,
                   previous_hash = case when r.document_hash is distinct from excluded.document_hash
                                        then coalesce(r.document_hash, r.previous_hash) else r.previous_hash end,
                   document_hash = excluded.document_hash, content_hash = excluded.content_hash,
                   hash_version = excluded.hash_version, reader_version = excluded.reader_version, revision = excluded.revision,
                   validator = excluded.validator, fetch_url = excluded.fetch_url, fetched = now(), last_seen = now(), withdrawn = null
            """)
                .param("source", source)
                .param("guids", Columns.texts(records, Held::guid))
                .param("packages", Columns.texts(records, Held::packageId))
                .param("hashes", Columns.texts(records, Held::documentHash))
                .param("contents", Columns.texts(records, Held::contentHash))
                .param("hashVersions", Columns.texts(records, Held::hashVersion))
                .param("readerVersions", Columns.texts(records, Held::readerVersion))
                .param("revisions", Columns.texts(records, Held::revision))
                .param("validators", Columns.texts(records, Held::validator))
                .param("urls", Columns.texts(records, Held::fetchUrl))
                .update();
    }

    /** Stores what was made of documents that were here: the source was not asked, so when and as what they were fetched stays. */
    public void mappedAgain(UUID source, List<Held> records) {
        if (records.isEmpty()) {
            return;
        }
        jdbc.sql("""
            update harvest_record r
               set package_id = k.package_id, content_hash = k.content_hash, hash_version = k.hash_version, reader_version = k.reader_version
              from unnest(:guids::text[], :packages::uuid[], :hashes::text[], :contents::text[], :hashVersions::int[], :readerVersions::int[])
                   as k (guid, package_id, hash, content_hash, hash_version, reader_version)
             where r.source_id = :source and r.guid = k.guid and r.document_hash = decode(k.hash, 'hex')
            """)
                .param("source", source)
                .param("guids", Columns.texts(records, Held::guid))
                .param("packages", Columns.texts(records, Held::packageId))
                .param("hashes", Columns.texts(records, Held::documentHash))
                .param("contents", Columns.texts(records, Held::contentHash))
                .param("hashVersions", Columns.texts(records, Held::hashVersion))
                .param("readerVersions", Columns.texts(records, Held::readerVersion))
                .update();
    }

    /** Notes that the source was asked and that these copies are current; the next run may trust their dates. */
    public void confirmed(UUID source, List<Held> records) {
        if (records.isEmpty()) {
            return;
        }
        jdbc.sql("""
            update harvest_record r
               set revision = k.revision, validator = coalesce(k.validator, r.validator), fetched = now(), last_seen = now()
              from unnest(:guids::text[], :revisions::text[], :validators::text[]) as k (guid, revision, validator)
             where r.source_id = :source and r.guid = k.guid
            """)
                .param("source", source)
                .param("guids", Columns.texts(records, Held::guid))
                .param("revisions", Columns.texts(records, Held::revision))
                .param("validators", Columns.texts(records, Held::validator))
                .update();
    }

    /** A stretch of records that were forgotten; {@code last} is the name of the last one. */
    public record Forgotten(int records, String last) {}

    /** Forgets the next records of a source by name: its next job knows none of them. */
    public Forgotten forget(UUID source, String after, int limit) {
        return jdbc.sql("""
            with next as materialized (
                select guid from harvest_record where source_id = :source and guid > :after order by guid limit :limit),
            gone as (delete from harvest_record r using next n where r.source_id = :source and r.guid = n.guid)
            select count(*) as records, max(guid) as last from next
            """)
                .param("source", source)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) ->
                        new Forgotten(row.getInt("records"), Objects.requireNonNullElse(row.getString("last"), after)))
                .single();
    }

    /** Forgets these records of a source; returns how many were held. */
    public int forget(UUID source, Collection<String> guids) {
        return jdbc.sql("delete from harvest_record where source_id = :source and guid = any(:guids::text[])")
                .param("source", source)
                .param("guids", guids.toArray(new String[0]))
                .update();
    }

    /** How many records are held of a source, withdrawn ones too. */
    public long count(UUID source) {
        return jdbc.sql("select count(*) from harvest_record where source_id = :source")
                .param("source", source)
                .query(Long.class)
                .single();
    }

    /** How many records of this source the catalogue shows. */
    public long live(UUID source) {
        return jdbc.sql("select count(*) from harvest_record where source_id = :source and withdrawn is null and"
                        + " package_id is not null")
                .param("source", source)
                .query(Long.class)
                .single();
    }

    /** A record that became a dataset. */
    public record Packaged(String guid, UUID packageId) {}

    /** At most {@code limit} records of a source that became datasets, also such as were withdrawn, after the given one. */
    public List<Packaged> packages(UUID source, String after, int limit) {
        return jdbc.sql("""
            select guid, package_id from harvest_record
             where source_id = :source and guid > :after and package_id is not null order by guid limit :limit
            """)
                .param("source", source)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> new Packaged(row.getString("guid"), Columns.uuid(row, "package_id")))
                .list();
    }

    /**
     * Live records of a source that a job did not list.
     *
     * @param kept how many of them are to stay, by the decision of an operator that is in force
     */
    public record Absent(long missing, long kept) {}

    private static final String ABSENT = """
          from harvest_record r
          left join harvest_held k
            on k.guid = r.guid
           and k.job_id = (select d.job_id
                             from (select job_id, decision from harvest_hold
                                    where source_id = :source and decided is not null order by decided desc limit 1) d
                            where d.decision = 'rejected')
         where r.source_id = :source and r.withdrawn is null and r.package_id is not null
           and not exists (select 1 from harvest_object o where o.harvest_job_id = :job and o.guid = r.guid)
        """;

    /** How many live records of a source this job did not list. */
    public Absent absent(UUID source, UUID job) {
        return jdbc.sql("select count(*) as missing, count(k.guid) as kept" + ABSENT)
                .param("source", source)
                .param("job", job)
                .query((row, number) -> new Absent(row.getLong("missing"), row.getLong("kept")))
                .single();
    }

    /** The next live records, by name, that this job did not list and that no decision keeps. */
    public List<Held> missing(UUID source, UUID job, String after, int limit) {
        return absent(" and k.guid is null", source, job, after, limit);
    }

    /** The next live records, by name, that this job did not list, with those that a decision keeps. */
    public List<Held> unlisted(UUID source, UUID job, String after, int limit) {
        return absent("", source, job, after, limit);
    }

    private List<Held> absent(String only, UUID source, UUID job, String after, int limit) {
        return jdbc.sql("select r.*, encode(r.document_hash, 'hex') as hash" + ABSENT + only + """
               and r.guid > :after
             order by r.guid limit :limit
            """)
                .param("source", source)
                .param("job", job)
                .param("after", after)
                .param("limit", limit)
                .query(HarvestRecords::held)
                .list();
    }

    public void withdrawn(JobTicket ticket, UUID source, Collection<String> guids) {
        jdbc.sql("""
            update harvest_record r set withdrawn = now()
             where r.source_id = :source and r.guid = any(:guids::text[])
               and exists (select 1 from harvest_object o where o.harvest_job_id = :job and o.guid = r.guid and o.report_status = 'deleted')
            """)
                .param("source", source)
                .param("guids", guids.toArray(new String[0]))
                .param("job", ticket.job())
                .update();
    }

    private static Shown shown(ResultSet row, int number) throws SQLException {
        return new Shown(held(row, number), Columns.time(row, "last_seen"), Columns.instant(row, "withdrawn"));
    }

    static Held held(ResultSet row, int number) throws SQLException {
        return new Held(
                row.getString("guid"),
                row.getObject("package_id", UUID.class),
                row.getString("hash"),
                row.getString("content_hash"),
                row.getInt("hash_version"),
                row.getInt("reader_version"),
                row.getString("revision"),
                row.getString("validator"),
                row.getString("fetch_url"),
                Columns.instant(row, "fetched"),
                row.getObject("withdrawn") != null);
    }
}
