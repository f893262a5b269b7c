package org.garner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.garner.harvest.JobTicket;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code harvest_plan}: what dry runs would change. */
public class Plans {
    private final JdbcClient jdbc;

    public Plans(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What would become of a dataset. */
    public enum Action {
        ADDED,
        UPDATED,
        DELETED,
        /** It would be back in the catalogue. */
        RESTORED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A row of the table.
     *
     * @param held true for a withdrawal that a run would leave to an operator
     * @param dataset its id; null when it is not there yet
     * @param changes what it would say otherwise, as JSON: {@code {"field": ["before", "after"]}}
     * @param more how many changed fields were left out, because there are too many
     */
    public record Planned(
            String guid,
            Action action,
            boolean held,
            @Nullable UUID dataset,
            String name,
            String title,
            String changes,
            int more) {
        /** A withdrawal. */
        public static Planned deleted(String guid, boolean held, @Nullable UUID dataset, String name, String title) {
            return new Planned(guid, Action.DELETED, held, dataset, name, title, "{}", 0);
        }
    }

    /** Writes what a job would do. What is written already stays: a step that is taken again finds the same. */
    public void add(JobTicket ticket, List<Planned> planned) {
        if (planned.isEmpty()) {
            return;
        }
        jdbc.sql("""
            insert into harvest_plan (job_id, guid, action, held, package_id, name, title, changes, more)
            select :job, p.guid, p.action, p.held, p.package_id, p.name, p.title, p.changes::jsonb, p.more
              from unnest(:guids::text[], :actions::text[], :held::boolean[], :packages::uuid[], :names::text[], :titles::text[],
                          :changes::text[], :more::int[]) as p (guid, action, held, package_id, name, title, changes, more)
            on conflict (job_id, guid) do nothing
            """)
                .param("job", ticket.job())
                .param("guids", Columns.texts(planned, Planned::guid))
                .param("actions", Columns.texts(planned, p -> p.action().word()))
                .param("held", Columns.texts(planned, Planned::held))
                .param("packages", Columns.texts(planned, Planned::dataset))
                .param("names", Columns.texts(planned, Planned::name))
                .param("titles", Columns.texts(planned, Planned::title))
                .param("changes", Columns.texts(planned, Planned::changes))
                .param("more", Columns.texts(planned, Planned::more))
                .update();
    }

    /** The next rows of a job's plan, by the names of their records. */
    public List<Planned> list(UUID job, String after, int limit) {
        return jdbc.sql("""
            select guid, action, held, package_id, name, title, changes::text as changes, more from harvest_plan
             where job_id = :job and guid > :after order by guid limit :limit
            """)
                .param("job", job)
                .param("after", after)
                .param("limit", limit)
                .query(Plans::planned)
                .list();
    }

    private static Planned planned(ResultSet row, int number) throws SQLException {
        return new Planned(
                row.getString("guid"),
                Action.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
                row.getBoolean("held"),
                row.getObject("package_id", UUID.class),
                row.getString("name"),
                row.getString("title"),
                row.getString("changes"),
                row.getInt("more"));
    }
}
