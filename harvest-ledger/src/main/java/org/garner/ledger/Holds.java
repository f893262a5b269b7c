package org.garner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.garner.harvest.JobTicket;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables {@code harvest_hold} and {@code harvest_held}: withdrawals that wait for an operator, their plans, and what was decided. */
public class Holds {
    private final JdbcClient jdbc;

    public Holds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What a sweep saw when it judged a withdrawal.
     *
     * @param listed how many records the listing named
     * @param lastComplete how many the last complete listing before it named
     * @param before how many datasets of the source the catalogue showed before the job
     * @param missing how many of these the listing did not name
     * @param appeared how many records it named that the catalogue did not show before
     */
    public record Figures(long listed, long lastComplete, long before, long missing, long appeared) {}

    /** What an operator said: {@code approved} or {@code rejected}. */
    public record Decision(
            String word, String by, Instant at, @Nullable String note) {}

    /** A held withdrawal; {@code rule} is the word of the rule that held it, {@code reason} its sentence. */
    public record Hold(
            UUID job,
            UUID source,
            String rule,
            String reason,
            Figures figures,
            Instant created,
            @Nullable Decision decision) {
        public boolean approved() {
            return decision != null && "approved".equals(decision.word());
        }
    }

    /** A record of a plan, and its dataset. */
    public record Planned(String guid, UUID packageId) {}

    public Optional<Hold> find(UUID job) {
        return Optional.ofNullable(of(List.of(job)).get(job));
    }

    /** True when an operator has approved what this job held. */
    public boolean approved(UUID job) {
        return find(job).map(Hold::approved).orElse(false);
    }

    /** The holds of these jobs; jobs that were never held are absent. */
    public Map<UUID, Hold> of(Collection<UUID> jobs) {
        return jdbc
                .sql("select * from harvest_hold where job_id = any(:jobs::uuid[])")
                .param("jobs", Columns.ids(jobs))
                .query(Holds::hold)
                .list()
                .stream()
                .collect(Collectors.toMap(Hold::job, Function.identity()));
    }

    /** Holds the withdrawal of all live records that the job did not list, in place of what a sweep of it may have held before. */
    public void hold(JobTicket ticket, UUID source, String rule, String reason, Figures figures) {
        drop(ticket.job());
        jdbc.sql("""
            insert into harvest_hold (job_id, source_id, rule, reason, listed, last_complete, live_before, missing, appeared)
            values (:job, :source, :rule, :reason, :listed, :lastComplete, :before, :missing, :appeared)
            """)
                .param("job", ticket.job())
                .param("source", source)
                .param("rule", rule)
                .param("reason", Columns.storable(reason))
                .param("listed", figures.listed())
                .param("lastComplete", figures.lastComplete())
                .param("before", figures.before())
                .param("missing", figures.missing())
                .param("appeared", figures.appeared())
                .update();
        jdbc.sql("""
            insert into harvest_held (job_id, guid, package_id, document_hash, content_hash)
            select :job, r.guid, r.package_id, r.document_hash, r.content_hash from harvest_record r
             where r.source_id = :source and r.withdrawn is null and r.package_id is not null
               and not exists (select 1 from harvest_object o where o.harvest_job_id = :job and o.guid = r.guid)
            """).param("job", ticket.job()).param("source", source).update();
    }

    /** Forgets what a job held, if nobody has decided on it: its sweep runs again and sees more. */
    public void drop(UUID job) {
        jdbc.sql("delete from harvest_hold where job_id = :job and decision is null")
                .param("job", job)
                .update();
    }

    /** Records a decision; false when there is nothing to decide, or another decision came first. */
    public boolean decide(UUID job, String decision, String by, @Nullable String note) {
        return jdbc.sql("""
            update harvest_hold set decision = :decision, decided_by = :by, decided = now(), note = :note
             where job_id = :job and decision is null
            """)
                        .param("decision", decision)
                        .param("by", by)
                        .param("note", note)
                        .param("job", job)
                        .update()
                == 1;
    }

    /** The decision on withdrawals of a source that is in force, when it is that they stay: the last one that was made. */
    public Optional<Hold> rejection(UUID source) {
        return jdbc.sql("select * from harvest_hold where source_id = :source and decided is not null order by decided"
                        + " desc limit 1")
                .param("source", source)
                .query(Holds::hold)
                .optional()
                .filter(hold -> !hold.approved());
    }

    /** The next records of a plan, by name. */
    public List<Planned> plan(UUID job, String after, int limit) {
        return jdbc.sql("""
            select guid, package_id from harvest_held where job_id = :job and guid > :after order by guid limit :limit
            """)
                .param("job", job)
                .param("after", after)
                .param("limit", limit)
                .query(Holds::planned)
                .list();
    }

    /**
     * The next records of an approved plan, by name, that are still to be withdrawn: as they were when the withdrawal was held, and neither listed by
     * the job nor seen since.
     */
    public List<HarvestRecords.Held> due(UUID job, String after, int limit) {
        return jdbc.sql("""
            select r.*, encode(r.document_hash, 'hex') as hash
              from harvest_held h
              join harvest_hold p on p.job_id = h.job_id and p.decision = 'approved'
              join harvest_record r on r.source_id = p.source_id and r.guid = h.guid
             where h.job_id = :job and h.guid > :after
               and r.withdrawn is null and r.package_id = h.package_id and r.last_seen <= p.created
               and r.document_hash is not distinct from h.document_hash and r.content_hash is not distinct from h.content_hash
               and not exists (select 1 from harvest_object o where o.harvest_job_id = h.job_id and o.guid = h.guid)
             order by h.guid limit :limit
            """)
                .param("job", job)
                .param("after", after)
                .param("limit", limit)
                .query(HarvestRecords::held)
                .list();
    }

    private static Planned planned(ResultSet row, int number) throws SQLException {
        return new Planned(row.getString("guid"), Columns.uuid(row, "package_id"));
    }

    private static Hold hold(ResultSet row, int number) throws SQLException {
        return new Hold(
                Columns.uuid(row, "job_id"),
                Columns.uuid(row, "source_id"),
                row.getString("rule"),
                row.getString("reason"),
                new Figures(
                        row.getLong("listed"),
                        row.getLong("last_complete"),
                        row.getLong("live_before"),
                        row.getLong("missing"),
                        row.getLong("appeared")),
                Columns.time(row, "created"),
                row.getString("decision") == null
                        ? null
                        : new Decision(
                                row.getString("decision"),
                                row.getString("decided_by"),
                                Columns.time(row, "decided"),
                                row.getString("note")));
    }
}
