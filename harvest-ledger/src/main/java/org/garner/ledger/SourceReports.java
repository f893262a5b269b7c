package org.garner.ledger;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.SourceConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sources with what their jobs say of them, each answer one query. */
public class SourceReports {
    /** A dry run changes nothing, and is no run of its source; but while it waits, the source is busy. */
    private static final String REPORT = """
        select s.id, s.name, s.url, s.title, s.notes, s.type, s.config, s.owner_org, s.active, s.frequency, s.quiet_hours, s.next_run, s.created,
               j.jobs, coalesce(j.queued, false) as queued, f.gather_finished, l.id as last_job
          from harvest_source s
         cross join lateral (select count(*) filter (where mode <> 'dry_run') as jobs,
                                     bool_or(status = 'New') as queued from harvest_job where source_id = s.id) j
          left join lateral (select gather_finished from harvest_job where source_id = s.id and status = 'Finished' and mode <> 'dry_run'
                              order by created desc limit 1) f on true
          left join lateral (select id from harvest_job where source_id = s.id and mode <> 'dry_run'
                              order by created desc limit 1) l on true
        """;

    private final JdbcClient jdbc;

    public SourceReports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A source and its jobs.
     *
     * @param queued whether a job of it waits for its start
     * @param lastListed when the listing of its last finished job ended
     * @param lastJob its newest job
     */
    public record SourceReport(
            HarvestSource source,
            String notes,
            boolean active,
            String frequency,
            List<String> quietHours,
            @Nullable Instant nextRun,
            Instant created,
            long jobs,
            boolean queued,
            @Nullable Instant lastListed,
            @Nullable UUID lastJob) {}

    /**
     * Which sources.
     *
     * @param owners names or ids of the publisher that owns them; empty for those of all
     * @param toRun only those that are scheduled and due
     */
    public record Choice(List<String> owners, boolean active, boolean toRun) {
        public Choice {
            owners = List.copyOf(owners);
        }
    }

    /**
     * At most {@code limit} sources, the newest first.
     *
     * @param before only those that are older than this one; null for all
     */
    public List<SourceReport> list(Choice choice, @Nullable UUID before, int limit) {
        return jdbc.sql(REPORT + """
             where s.deleted is null
               and (cardinality(:owners::text[]) = 0 or s.owner_org = any (:owners::text[]))
               and (s.active or not :active)
               and (not :toRun or (upper(s.frequency) <> 'MANUAL' and (s.next_run is null or s.next_run <= now())))
               and (:before::uuid is null or (s.created, s.id) < (select b.created, b.id from harvest_source b where b.id = :before::uuid))
             order by s.created desc, s.id desc limit :limit
            """)
                .param("owners", choice.owners().toArray(String[]::new))
                .param("active", choice.active())
                .param("toRun", choice.toRun())
                .param("before", before == null ? null : before.toString())
                .param("limit", limit)
                .query(SourceReports::report)
                .list();
    }

    /** The source with this id, name or URL, in this order. */
    public Optional<SourceReport> named(String idNameOrUrl) {
        return jdbc.sql(REPORT + """
             where s.deleted is null and (s.id::text = :it or s.name = :it or s.url = :it)
             order by s.id::text = :it desc, s.name = :it desc limit 1
            """)
                .param("it", Columns.storable(idNameOrUrl))
                .query(SourceReports::report)
                .optional();
    }

    private static SourceReport report(ResultSet row, int number) throws SQLException {
        return new SourceReport(
                new HarvestSource(
                        Columns.uuid(row, "id"),
                        row.getString("name"),
                        URI.create(row.getString("url")),
                        row.getString("title"),
                        new HarvesterType(row.getString("type")),
                        new SourceConfig(row.getString("config")),
                        row.getString("owner_org")),
                row.getString("notes"),
                row.getBoolean("active"),
                row.getString("frequency"),
                Columns.strings(row, "quiet_hours"),
                Columns.instant(row, "next_run"),
                Columns.time(row, "created"),
                row.getLong("jobs"),
                row.getBoolean("queued"),
                Columns.instant(row, "gather_finished"),
                row.getObject("last_job", UUID.class));
    }
}
