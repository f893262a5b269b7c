package org.garner.ledger;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.TimeOrderedIds;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code harvest_source}. A deleted source keeps its row, under which its datasets and the history of its jobs stand. */
public class Sources {
    private static final String COLUMNS =
            "select id, name, url, title, notes, type, config, owner_org, active, frequency, quiet_hours,"
                    + " next_run, paused, paused_because, created, version, deleted from harvest_source ";

    private final JdbcClient jdbc;

    public Sources(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What an operator says of a source.
     *
     * @param ownerOrg the name of the publisher of its datasets
     * @param frequency MANUAL, or how often it is to run
     * @param quietHours when it is not to be started by the clock
     */
    public record Settings(
            String name,
            URI url,
            String title,
            String notes,
            HarvesterType type,
            SourceConfig config,
            @Nullable String ownerOrg,
            boolean active,
            String frequency,
            List<String> quietHours) {
        public Settings {
            quietHours = List.copyOf(quietHours);
        }

        public Settings named(String other, String otherTitle) {
            return new Settings(other, url, otherTitle, notes, type, config, ownerOrg, active, frequency, quietHours);
        }

        public Settings ownedBy(@Nullable String owner) {
            return new Settings(name, url, title, notes, type, config, owner, active, frequency, quietHours);
        }
    }

    /** The scheduler starts nothing of a source; what must be mended first. */
    public record Pause(Instant since, String reason) {}

    /**
     * A row of the table.
     *
     * @param nextRun when it runs next by the clock; null when that is not known yet, or never
     * @param version raised with each edit
     */
    public record Stored(
            UUID id,
            Settings settings,
            @Nullable Instant nextRun,
            @Nullable Pause pause,
            Instant created,
            int version,
            boolean deleted) {
        public HarvestSource source() {
            return new HarvestSource(
                    id,
                    settings.name(),
                    settings.url(),
                    settings.title(),
                    settings.type(),
                    settings.config(),
                    settings.ownerOrg());
        }
    }

    /** Which sources to list; null for all. {@code words} is looked for in name, title and URL. */
    public record Filter(
            @Nullable String type,
            @Nullable String words,
            @Nullable Boolean active,
            @Nullable URI url) {}

    /**
     * Adds a source that runs when it is told to.
     *
     * @return the source, or nothing when its name is taken or the same source is there already
     */
    public Optional<HarvestSource> add(
            String name, URI url, String title, HarvesterType type, SourceConfig config, @Nullable String ownerOrg) {
        return add(new Settings(name, url, title, "", type, config, ownerOrg, true, "MANUAL", List.of()))
                .map(Stored::source);
    }

    /**
     * Adds a source.
     *
     * @return the source, or nothing when its name is taken or the same source is there already
     */
    public Optional<Stored> add(Settings settings) {
        return parameters(jdbc.sql("""
            insert into harvest_source (id, name, url, normal_url, title, notes, type, config, owner_org, active, frequency, quiet_hours)
            values (:id, :name, :url, :normal, :title, :notes, :type, :config, :owner, :active, :frequency, :quiet::text[])
            on conflict do nothing
            returning *
            """), TimeOrderedIds.next(), settings)
                .query(Sources::stored)
                .optional();
    }

    /**
     * Writes other settings of a source; a deleted one is there again. Whoever edits a source has looked after it: its schedule goes on when it was
     * paused. With another frequency it is planned anew.
     *
     * @throws org.springframework.dao.DuplicateKeyException when another source has the name, or is the same source
     */
    public Stored change(UUID id, Settings settings) {
        return parameters(jdbc.sql("""
            update harvest_source
               set name = :name, url = :url, normal_url = :normal, title = :title, notes = :notes, type = :type, config = :config,
                   owner_org = :owner, active = :active, frequency = :frequency, quiet_hours = :quiet::text[], version = version + 1, deleted = null,
                   next_run = case when frequency = :frequency and deleted is null then next_run end,
                   quiet_until = null, failures = 0, retry_at = null, paused = null, paused_because = null
             where id = :id
            returning *
            """), id, settings).query(Sources::stored).single();
    }

    private static JdbcClient.StatementSpec parameters(JdbcClient.StatementSpec sql, UUID id, Settings settings) {
        return sql.param("id", id)
                .param("name", settings.name())
                .param("url", settings.url().toString())
                .param("normal", SourceUrl.normal(settings.url()))
                .param("title", settings.title())
                .param("notes", settings.notes())
                .param("type", settings.type().value())
                .param("config", settings.config().json())
                .param("owner", settings.ownerOrg())
                .param("active", settings.active())
                .param("frequency", settings.frequency())
                .param("quiet", settings.quietHours().toArray(String[]::new));
    }

    /** Deletes a source; its row stays. To be called after {@link #lock}, when it has no open job. */
    public void delete(UUID id) {
        jdbc.sql("""
            update harvest_source set deleted = now(), active = false, version = version + 1 where id = :id and deleted is null
            """).param("id", id).update();
    }

    /** The source as it is, held so until the end of the transaction: no job of it starts meanwhile. */
    public Stored lock(UUID id) {
        return jdbc.sql(COLUMNS + "where id = :id for update")
                .param("id", id)
                .query(Sources::stored)
                .single();
    }

    /** Keeps the jobs of a source from starting while this operation is open. To be called after {@link #lock}. */
    public void occupy(UUID id, UUID operation) {
        jdbc.sql("update harvest_source set operation = :operation where id = :id")
                .param("operation", operation)
                .param("id", id)
                .update();
    }

    /** Lets jobs of a source start again. */
    public void vacate(UUID id) {
        jdbc.sql("update harvest_source set operation = null where id = :id")
                .param("id", id)
                .update();
    }

    /** Lets go of sources whose operation is not open any more: it was ended by SQL. */
    public int vacateForgotten() {
        return jdbc.sql("""
            update harvest_source s set operation = null
             where operation is not null
               and not exists (select 1 from harvest_operation o where o.id = s.operation and o.state in ('waiting', 'running'))
            """).update();
    }

    /** The open operation of a source. */
    public Optional<UUID> operation(UUID id) {
        return jdbc.sql("select operation from harvest_source where id = :id and operation is not null")
                .param("id", id)
                .query(UUID.class)
                .optional();
    }

    /** The source of this type, address and configuration, whatever its name; it may be a deleted one. */
    public Optional<Stored> same(HarvesterType type, URI url, SourceConfig config) {
        return jdbc.sql(COLUMNS + "where type = :type and normal_url = :url and config = :config")
                .param("type", type.value())
                .param("url", SourceUrl.normal(url))
                .param("config", config.json())
                .query(Sources::stored)
                .optional();
    }

    /** The source with this id, name or URL, unless it was deleted. */
    public Optional<Stored> find(String idNameOrUrl) {
        return jdbc.sql(COLUMNS + """
            where (id::text = :it or name = :it or url = :it) and deleted is null
            order by id::text = :it desc, name = :it desc limit 1
            """)
                .param("it", idNameOrUrl)
                .query(Sources::stored)
                .optional();
    }

    public Optional<HarvestSource> named(String idNameOrUrl) {
        return find(idNameOrUrl).map(Stored::source);
    }

    /** The source with this id, deleted or not. */
    public Optional<HarvestSource> byId(UUID id) {
        return Optional.ofNullable(byIds(List.of(id)).get(id));
    }

    /** The sources with these ids, deleted or not. */
    public Map<UUID, HarvestSource> byIds(Collection<UUID> ids) {
        var sources = new HashMap<UUID, HarvestSource>();
        jdbc.sql(COLUMNS + "where id = any(:ids::uuid[])")
                .param("ids", Columns.ids(ids))
                .query(Sources::stored)
                .list()
                .forEach(stored -> sources.put(stored.id(), stored.source()));
        return sources;
    }

    /** True when the source takes jobs. */
    public boolean active(UUID id) {
        return jdbc.sql("select exists (select 1 from harvest_source where id = :id and active)")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    /** At most {@code limit} sources by name, after the given name. */
    public List<Stored> list(Filter filter, String after, int limit) {
        return jdbc.sql(COLUMNS + """
            where deleted is null and name > :after
              and (:type::text is null or type = :type)
              and (:active::boolean is null or active = :active::boolean)
              and (:url::text is null or normal_url = :url)
              and (:words::text is null or strpos(lower(name || ' ' || title || ' ' || url), lower(:words)) > 0)
            order by name limit :limit
            """)
                .param("after", after)
                .param("type", filter.type())
                .param(
                        "active",
                        filter.active() == null ? null : filter.active().toString())
                .param("words", filter.words())
                .param("url", filter.url() == null ? null : SourceUrl.normal(filter.url()))
                .param("limit", limit)
                .query(Sources::stored)
                .list();
    }

    /** How many records the last complete listing of each of these sources named; those without one are absent. */
    public Map<UUID, Long> sizes(Collection<UUID> ids) {
        var sizes = new HashMap<UUID, Long>();
        jdbc.sql("select id, last_complete from harvest_source where id = any(:ids::uuid[]) and last_complete"
                        + " is not null")
                .param("ids", Columns.ids(ids))
                .query(row -> {
                    sizes.put(Columns.uuid(row, "id"), row.getLong("last_complete"));
                });
        return sizes;
    }

    /** How many records the last complete listing of this source named. */
    public Optional<Long> lastComplete(UUID source) {
        return jdbc.sql("select last_complete from harvest_source where id = :id and last_complete is not null")
                .param("id", source)
                .query(Long.class)
                .optional();
    }

    /** Forgets how many records were listed last: nothing is held that a short listing could take away. */
    public void forgetListing(UUID source) {
        jdbc.sql("update harvest_source set last_complete = null where id = :id")
                .param("id", source)
                .update();
    }

    public void listedCompletely(UUID source, long records) {
        jdbc.sql("update harvest_source set last_complete = :records where id = :id")
                .param("records", records)
                .param("id", source)
                .update();
    }

    private static Stored stored(ResultSet row, int number) throws SQLException {
        var paused = Columns.instant(row, "paused");
        return new Stored(
                Columns.uuid(row, "id"),
                new Settings(
                        row.getString("name"),
                        URI.create(row.getString("url")),
                        row.getString("title"),
                        row.getString("notes"),
                        new HarvesterType(row.getString("type")),
                        new SourceConfig(row.getString("config")),
                        row.getString("owner_org"),
                        row.getBoolean("active"),
                        row.getString("frequency"),
                        Columns.strings(row, "quiet_hours")),
                Columns.instant(row, "next_run"),
                paused == null ? null : new Pause(paused, row.getString("paused_because")),
                Columns.time(row, "created"),
                row.getInt("version"),
                row.getObject("deleted") != null);
    }
}
