package org.garner.catalog.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.garner.catalog.Distribution;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The only SQL that writes the table {@code resource}. */
class ResourceRows {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<TreeMap<String, String>> EXTRAS = new TypeReference<>() {};

    private final JdbcClient jdbc;

    ResourceRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The resources of these packages, in order. */
    Map<UUID, List<ResourceRow>> of(Collection<UUID> packages) {
        return jdbc
                .sql("""
                    select id, package_id, position, url, name, description, format, mimetype, extras::text as extras, created, metadata_modified
                      from resource
                     where package_id = any (:packages::uuid[])
                     order by package_id, position
                    """)
                .param("packages", packages.stream().map(UUID::toString).toArray(String[]::new))
                .query((row, at) -> resource(row))
                .stream()
                .collect(Collectors.groupingBy(ResourceRow::packageId));
    }

    /** Which of these ids resources have, in any package. */
    Set<UUID> taken(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Set.of()
                : Set.copyOf(jdbc.sql("select id from resource where id = any (:ids::uuid[])")
                        .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
                        .query(UUID.class)
                        .list());
    }

    void insert(List<ResourceRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        withColumns("""
            insert into resource (id, package_id, position, url, name, description, format, mimetype, extras, created, metadata_modified)
            select e.id, e.package_id, e.position, e.url, e.name, e.description, coalesce(e.format, ''), e.mimetype, e.extras::jsonb, e.modified, e.modified
              from unnest(:ids::uuid[], :packages::uuid[], :positions::int[], :urls::text[], :names::text[], :descriptions::text[],
                          :formats::text[], :mimetypes::text[], :extras::text[], :modified::timestamptz[])
                   as e (id, package_id, position, url, name, description, format, mimetype, extras, modified)
            """, rows).update();
    }

    /** Writes resources that changed; the caller holds the lock on their packages. */
    void update(List<ResourceRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        withColumns("""
            update resource r
               set position = e.position, url = e.url, name = e.name, description = e.description, format = coalesce(e.format, ''),
                   mimetype = e.mimetype, extras = e.extras::jsonb, metadata_modified = e.modified
              from unnest(:ids::uuid[], :packages::uuid[], :positions::int[], :urls::text[], :names::text[], :descriptions::text[],
                          :formats::text[], :mimetypes::text[], :extras::text[], :modified::timestamptz[])
                   as e (id, package_id, position, url, name, description, format, mimetype, extras, modified)
             where r.id = e.id and r.package_id = e.package_id
            """, rows).update();
    }

    void delete(List<UUID> ids) {
        if (ids.isEmpty()) {
            return;
        }
        jdbc.sql("delete from resource where id = any (:ids::uuid[])")
                .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
                .update();
    }

    private JdbcClient.StatementSpec withColumns(String sql, List<ResourceRow> rows) {
        return jdbc.sql(sql)
                .param("ids", column(rows, row -> row.id().toString()))
                .param("packages", column(rows, row -> row.packageId().toString()))
                .param("positions", column(rows, row -> Integer.toString(row.position())))
                .param("urls", column(rows, ResourceRow::url))
                .param("names", column(rows, ResourceRow::name))
                .param("descriptions", column(rows, row -> row.distribution().description()))
                .param("formats", column(rows, row -> row.distribution().format()))
                .param("mimetypes", column(rows, row -> row.distribution().mediaType()))
                .param(
                        "extras",
                        column(rows, row -> row.extras().isEmpty() ? "{}" : JSON.writeValueAsString(row.extras())))
                .param("modified", column(rows, row -> row.modified().toString()));
    }

    private static @Nullable String[] column(List<ResourceRow> rows, Function<ResourceRow, @Nullable String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    private static ResourceRow resource(ResultSet row) throws SQLException {
        var extras = row.getString("extras");
        var format = row.getString("format");
        var distribution = new Distribution(
                row.getString("url"),
                row.getString("name"),
                row.getString("description"),
                format.isEmpty() ? null : format,
                row.getString("mimetype"),
                extras.equals("{}") ? new TreeMap<>() : JSON.readValue(extras, EXTRAS),
                null);
        return new ResourceRow(
                row.getObject("id", UUID.class),
                row.getObject("package_id", UUID.class),
                row.getInt("position"),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                row.getObject("metadata_modified", OffsetDateTime.class).toInstant(),
                distribution);
    }
}
