package org.garner.ledger;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.TimeOrderedIds;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code harvest_source}. */
public class Sources {
    private static final String COLUMNS = "select id, name, url, title, type, config, owner_org from harvest_source ";

    private final JdbcClient jdbc;

    public Sources(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Adds a source.
     *
     * @return the source, or nothing when its name is taken or the same source is there already
     */
    public Optional<HarvestSource> add(
            String name, URI url, String title, HarvesterType type, SourceConfig config, @Nullable String ownerOrg) {
        var id = TimeOrderedIds.next();
        var inserted = jdbc.sql("""
            insert into harvest_source (id, name, url, normal_url, title, type, config, owner_org)
            values (:id, :name, :url, :normal, :title, :type, :config, :owner)
            on conflict do nothing
            """)
                .param("id", id)
                .param("name", name)
                .param("url", url.toString())
                .param("normal", SourceUrl.normal(url))
                .param("title", title)
                .param("type", type.value())
                .param("config", config.json())
                .param("owner", ownerOrg)
                .update();
        return inserted == 0
                ? Optional.empty()
                : Optional.of(new HarvestSource(id, name, url, title, type, config, ownerOrg));
    }

    /** The source of this type, address and configuration, whatever its name. */
    public Optional<HarvestSource> same(HarvesterType type, URI url, SourceConfig config) {
        return jdbc.sql(COLUMNS + "where type = :type and normal_url = :url and config = :config")
                .param("type", type.value())
                .param("url", SourceUrl.normal(url))
                .param("config", config.json())
                .query(Sources::source)
                .optional();
    }

    /** The source with this id, name or URL. */
    public Optional<HarvestSource> named(String idNameOrUrl) {
        return jdbc.sql(COLUMNS
                        + "where id::text = :it or name = :it or url = :it order by id::text = :it desc, name"
                        + " = :it desc limit 1")
                .param("it", idNameOrUrl)
                .query(Sources::source)
                .optional();
    }

    public Optional<HarvestSource> byId(UUID id) {
        return jdbc.sql(COLUMNS + "where id = :id")
                .param("id", id)
                .query(Sources::source)
                .optional();
    }

    /** At most {@code limit} sources by name, after the given name. */
    public List<HarvestSource> list(String after, int limit) {
        return jdbc.sql(COLUMNS + "where name > :after order by name limit :limit")
                .param("after", after)
                .param("limit", limit)
                .query(Sources::source)
                .list();
    }

    /** How many records the last complete listing of this source named. */
    public Optional<Long> lastComplete(UUID source) {
        return jdbc.sql("select last_complete from harvest_source where id = :id and last_complete is not null")
                .param("id", source)
                .query(Long.class)
                .optional();
    }

    public void listedCompletely(UUID source, long records) {
        jdbc.sql("update harvest_source set last_complete = :records where id = :id")
                .param("records", records)
                .param("id", source)
                .update();
    }

    private static HarvestSource source(ResultSet row, int number) throws SQLException {
        return new HarvestSource(
                Columns.uuid(row, "id"),
                row.getString("name"),
                URI.create(row.getString("url")),
                row.getString("title"),
                new HarvesterType(row.getString("type")),
                new SourceConfig(row.getString("config")),
                row.getString("owner_org"));
    }
}
