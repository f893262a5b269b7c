package org.garner.catalog.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Function;
import org.garner.catalog.DatasetId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The only SQL that writes the table {@code package}. Every write gives the package a higher revision. */
class PackageRows {

    private final JdbcClient jdbc;

    PackageRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A package that is there, with the record it was harvested from, if any. */
    record Held(PackageRow row, @Nullable RecordName record) {}

    record RecordName(UUID source, String guid) {}

    record Revised(UUID id, long revision) {}

    /** Locks and returns the packages of these ids and of these records, always in the order of their ids. */
    List<Held> lock(Collection<UUID> ids, Collection<RecordName> records) {
        return jdbc.sql("""
            select id, name, state, withdrawn_by, private, metadata_created, harvest_source_id, guid,
                   exists (select from package_group_member m where m.package_id = package.id) as grouped
              from package
             where id in (select unnest(:ids::uuid[])
                          union
                          select p.id
                            from unnest(:sources::uuid[], :guids::text[]) as k (source, guid)
                            join package p on p.harvest_source_id = k.source and p.guid = k.guid)
             order by id
               for update
            """)
                .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
                .param(
                        "sources",
                        records.stream()
                                .map(record -> record.source().toString())
                                .toArray(String[]::new))
                .param("guids", records.stream().map(RecordName::guid).toArray(String[]::new))
                .query((row, at) -> held(row))
                .list();
    }

    /** Who has these ids, and who bears these records; without a lock. */
    List<Taken> taken(Collection<UUID> ids, UUID source, Collection<String> guids) {
        return jdbc.sql("""
            select id, harvest_source_id, guid from package where id = any (:ids::uuid[])
            union
            select id, harvest_source_id, guid from package where harvest_source_id = :source and guid = any (:guids::text[])
            """)
                .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
                .param("source", source)
                .param("guids", guids.toArray(String[]::new))
                .query((row, at) -> {
                    var of = row.getObject("harvest_source_id", UUID.class);
                    return new Taken(
                            row.getObject("id", UUID.class),
                            of == null ? null : new RecordName(of, row.getString("guid")));
                })
                .list();
    }

    /** The next packages of a source, by the names of their records. */
    SequencedMap<String, DatasetId> ofSource(UUID source, String after, int limit) {
        var found = new LinkedHashMap<String, DatasetId>();
        jdbc.sql("""
            select guid, id from package where harvest_source_id = :source and guid > :after order by guid limit :limit
            """)
                .param("source", source)
                .param("after", after)
                .param("limit", limit)
                .query(row -> {
                    found.put(row.getString("guid"), new DatasetId(row.getObject("id", UUID.class)));
                });
        return found;
    }

    /** A package id, and the record that it was harvested from, if any. */
    record Taken(UUID id, @Nullable RecordName record) {}

    /** Inserts those whose id, name and record are free; returns which were. */
    List<Revised> insert(List<PackageVersion> versions) {
        return withColumns("""
            insert into package (id, name, title, url, notes, version, license_id, owner_org, state, withdrawn_by, metadata_created, metadata_modified,
                                 harvest_source_id, harvest_object_id, guid, dataset, revision)
            select e.id, e.name, e.title, e.url, e.notes, e.version, e.license_id, e.owner_org, e.state, e.withdrawn_by, e.modified, e.modified,
                   e.source, e.object, e.guid, e.dataset::jsonb, nextval('package_revision')
              from unnest(:ids::uuid[], :names::text[], :titles::text[], :urls::text[], :notes::text[], :versions::text[], :licences::text[],
                          :owners::uuid[], :states::text[], :withdrawers::text[], :modified::timestamptz[],
                          :sources::uuid[], :objects::uuid[], :guids::text[], :datasets::text[])
                   as e (id, name, title, url, notes, version, license_id, owner_org, state, withdrawn_by, modified, source, object, guid, dataset)
             order by e.id
            on conflict do nothing
            returning id, revision
            """, versions).query(PackageRows::revised).list();
    }

    /** Writes new versions of packages that the caller has locked. */
    List<Revised> update(List<PackageVersion> versions) {
        return withColumns("""
            update package p
               set title = e.title, url = e.url, notes = e.notes, version = e.version, license_id = e.license_id, owner_org = e.owner_org,
                   state = e.state, withdrawn_by = e.withdrawn_by,
                   withdrawn_reason = case when e.withdrawn_by is null then null else p.withdrawn_reason end,
                   withdrawn = case when e.withdrawn_by is null then null else p.withdrawn end,
                   metadata_modified = e.modified, harvest_source_id = e.source, harvest_object_id = e.object, guid = e.guid,
                   dataset = e.dataset::jsonb, revision = nextval('package_revision')
              from unnest(:ids::uuid[], :names::text[], :titles::text[], :urls::text[], :notes::text[], :versions::text[], :licences::text[],
                          :owners::uuid[], :states::text[], :withdrawers::text[], :modified::timestamptz[],
                          :sources::uuid[], :objects::uuid[], :guids::text[], :datasets::text[])
                   as e (id, name, title, url, notes, version, license_id, owner_org, state, withdrawn_by, modified, source, object, guid, dataset)
             where p.id = e.id
            returning p.id, p.revision
            """, versions).query(PackageRows::revised).list();
    }

    /** Withdraws those that are not withdrawn yet: a tombstone keeps id, name and content. */
    List<Revised> withdraw(Collection<DatasetId> ids, String reason) {
        return jdbc.sql("""
            update package
               set state = 'deleted', withdrawn_by = 'harvest', withdrawn_reason = :reason, withdrawn = now(), metadata_modified = now(),
                   dataset = dataset || jsonb_build_object('state', 'deleted',
                             'metadata_modified', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')),
                   revision = nextval('package_revision')
             where id in (select id from package where id = any (:ids::uuid[]) and state <> 'deleted' order by id for update)
            returning id, revision
            """)
                .param("reason", Text.storable(reason))
                .param("ids", ids.stream().map(DatasetId::toString).toArray(String[]::new))
                .query(PackageRows::revised)
                .list();
    }

    private JdbcClient.StatementSpec withColumns(String sql, List<PackageVersion> versions) {
        return jdbc.sql(sql)
                .param("ids", column(versions, version -> version.row().id().toString()))
                .param("names", column(versions, version -> version.row().name()))
                .param("titles", column(versions, version -> version.dataset().title()))
                .param("urls", column(versions, version -> version.dataset().url()))
                .param("notes", column(versions, version -> version.dataset().notes()))
                .param("versions", column(versions, version -> version.dataset().version()))
                .param("licences", column(versions, version -> version.dataset().licenseId()))
                .param("owners", column(versions, PackageRows::owner))
                .param("states", column(versions, version -> version.row().state()))
                .param("withdrawers", column(versions, version -> version.row().withdrawnBy()))
                .param(
                        "modified",
                        column(versions, version -> version.modified().toString()))
                .param(
                        "sources",
                        column(
                                versions,
                                version -> version.harvested().source().id().toString()))
                .param(
                        "objects",
                        column(
                                versions,
                                version -> version.harvested().objectId().toString()))
                .param("guids", column(versions, version -> version.harvested().guid()))
                .param("datasets", column(versions, PackageDict::of));
    }

    private static @Nullable String owner(PackageVersion version) {
        var publisher = version.publisher();
        return publisher == null ? null : publisher.id().toString();
    }

    private static @Nullable String[] column(
            List<PackageVersion> versions, Function<PackageVersion, @Nullable String> value) {
        return versions.stream().map(value).toArray(String[]::new);
    }

    static Revised revised(ResultSet row, int at) throws SQLException {
        return new Revised(row.getObject("id", UUID.class), row.getLong("revision"));
    }

    private static Held held(ResultSet row) throws SQLException {
        var source = row.getObject("harvest_source_id", UUID.class);
        return new Held(
                new PackageRow(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        row.getString("state"),
                        row.getString("withdrawn_by"),
                        row.getBoolean("private"),
                        row.getBoolean("grouped"),
                        row.getObject("metadata_created", OffsetDateTime.class).toInstant()),
                source == null ? null : new RecordName(source, row.getString("guid")));
    }
}
