package org.garner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * When sources run: the columns of {@code harvest_source} that move with the clock, while {@link Sources} has what operators say of them. A due
 * time is left behind by comparing it: of two that have read it, one moves it.
 */
public class Schedules {
    /** The sources that the scheduler looks after. */
    private static final String SCHEDULED =
            " upper(s.frequency) <> 'MANUAL' and s.deleted is null and s.active and s.paused is null ";

    private final JdbcClient jdbc;

    public Schedules(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A source that is to run by the clock, and has no due time yet. */
    public record Unplanned(UUID source, String name, String frequency) {}

    /** The first due time of a source, and what it and all later ones are counted from. */
    public record Plan(Unplanned of, Instant anchor, Instant next) {}

    /**
     * A source that is due: by its schedule, or for another try after a failure.
     *
     * @param open whether it has an open job
     */
    public record Due(
            UUID source,
            String name,
            String frequency,
            List<String> quietHours,
            Instant anchor,
            Instant next,
            @Nullable Instant retry,
            boolean open) {
        public Due {
            quietHours = List.copyOf(quietHours);
        }
    }

    /** A due time that is left behind, and the one that follows. */
    public record Step(Due due, Instant next) {}

    /** A due source that waits for the end of its quiet hours. */
    public record Wait(Due due, Instant until) {}

    /**
     * The end of the newest job of a source, which nobody has looked at yet.
     *
     * @param refused the status 401 or 403 that its listing was answered with; null for none
     */
    public record Ended(
            UUID source,
            String name,
            UUID job,
            Instant finished,
            String outcome,
            @Nullable Integer refused) {}

    /** What follows from the end of a job. */
    public enum Verdict {
        FINE,
        FAILED,
        REFUSED,
        NEITHER
    }

    /** {@code because} is shown to operators while the schedule is paused; null unless refused. */
    public record Judged(
            Ended ended, Verdict verdict, @Nullable String because) {}

    public List<Unplanned> unplanned(int limit) {
        return jdbc.sql("select s.id, s.name, s.frequency from harvest_source s where s.next_run is null and"
                        + SCHEDULED + "order by s.id limit :limit")
                .param("limit", limit)
                .query((row, number) ->
                        new Unplanned(Columns.uuid(row, "id"), row.getString("name"), row.getString("frequency")))
                .list();
    }

    /** Writes the first due times of sources that have none, unless their frequency is another by now. */
    public void plan(List<Plan> plans) {
        jdbc.sql("""
            update harvest_source s set anchor = p.anchor, next_run = p.next
              from unnest(:ids::uuid[], :frequencies::text[], :anchors::timestamptz[], :nexts::timestamptz[])
                   as p (id, frequency, anchor, next)
             where s.id = p.id and s.frequency = p.frequency and s.next_run is null
            """)
                .param("ids", Columns.texts(plans, plan -> plan.of().source()))
                .param("frequencies", Columns.texts(plans, plan -> plan.of().frequency()))
                .param("anchors", Columns.texts(plans, Plan::anchor))
                .param("nexts", Columns.texts(plans, Plan::next))
                .update();
    }

    /** What is due, the earliest first, without what waits for the end of its quiet hours. */
    public List<Due> due(Instant now, int limit) {
        return jdbc.sql("""
            select s.id, s.name, s.frequency, s.quiet_hours, coalesce(s.anchor, s.next_run) as anchor, s.next_run, s.retry_at,
                   exists (select 1 from harvest_job j where j.source_id = s.id and j.status in ('New', 'Running')) as open
              from harvest_source s
             where s.next_run is not null and least(s.next_run, s.retry_at) <= :now::timestamptz
               and (s.quiet_until is null or s.quiet_until <= :now::timestamptz) and
            """ + SCHEDULED + "order by least(s.next_run, s.retry_at), s.id limit :limit")
                .param("now", now.toString())
                .param("limit", limit)
                .query(Schedules::due)
                .list();
    }

    /** Leaves due times behind; returns the sources of which nobody else had done so. */
    public Set<UUID> step(List<Step> steps) {
        return new HashSet<>(jdbc.sql("""
            update harvest_source s set next_run = p.next, retry_at = null, quiet_until = null
              from unnest(:ids::uuid[], :dues::timestamptz[], :retries::timestamptz[], :nexts::timestamptz[])
                   as p (id, due, retry, next)
             where s.id = p.id and s.next_run = p.due and s.retry_at is not distinct from p.retry and
            """ + SCHEDULED + "returning s.id")
                .param("ids", Columns.texts(steps, step -> step.due().source()))
                .param("dues", Columns.texts(steps, step -> step.due().next()))
                .param("retries", Columns.texts(steps, step -> step.due().retry()))
                .param("nexts", Columns.texts(steps, Step::next))
                .query((row, number) -> Columns.uuid(row, "id"))
                .list());
    }

    /** Lets due sources wait. */
    public void await(List<Wait> waits) {
        jdbc.sql("""
            update harvest_source s set quiet_until = p.until
              from unnest(:ids::uuid[], :dues::timestamptz[], :untils::timestamptz[]) as p (id, due, until)
             where s.id = p.id and s.next_run = p.due
            """)
                .param("ids", Columns.texts(waits, wait -> wait.due().source()))
                .param("dues", Columns.texts(waits, wait -> wait.due().next()))
                .param("untils", Columns.texts(waits, Wait::until))
                .update();
    }

    /** The newest jobs of scheduled sources that have listed them and ended since somebody last looked; those of paused sources too. */
    public List<Ended> ended(int limit) {
        return jdbc.sql("""
            select s.id, s.name, j.id as job, j.finished, j.outcome,
                   case when j.outcome = 'failed'
                        then (select max(e.status) from harvest_gather_error e where e.harvest_job_id = j.id and e.status in (401, 403)) end
                     as refused
              from harvest_source s
             cross join lateral (select id, status, outcome, finished from harvest_job
                                  where source_id = s.id and mode in ('incremental', 'full') order by created desc limit 1) j
             where upper(s.frequency) <> 'MANUAL' and s.deleted is null
               and j.status = 'Finished' and j.finished > coalesce(s.judged, '-infinity')
             order by s.id limit :limit
            """).param("limit", limit).query(Schedules::ended).list();
    }

    /**
     * Draws the conclusions. After the first failure the next try is in 15 minutes, then in twice as long each time, at most in a day; a refusal
     * pauses the schedule, and counts as an edit; success ends both.
     */
    public void judge(List<Judged> judged, Instant now) {
        jdbc.sql("""
            update harvest_source s
               set judged = p.finished,
                   failures = case p.verdict when 'FINE' then 0 when 'NEITHER' then s.failures else s.failures + 1 end,
                   retry_at = case p.verdict
                              when 'FAILED' then :now::timestamptz + least(interval '24 hours', interval '15 minutes' * power(2, least(s.failures, 7)))
                              when 'NEITHER' then s.retry_at end,
                   paused = case p.verdict when 'FINE' then null when 'REFUSED' then coalesce(s.paused, :now::timestamptz) else s.paused end,
                   paused_because = case p.verdict when 'FINE' then null when 'REFUSED' then p.because else s.paused_because end,
                   version = s.version + case when (p.verdict = 'REFUSED' and s.paused is null) or (p.verdict = 'FINE' and s.paused is not null)
                                              then 1 else 0 end
              from unnest(:ids::uuid[], :finished::timestamptz[], :verdicts::text[], :reasons::text[]) as p (id, finished, verdict, because)
             where s.id = p.id and p.finished > coalesce(s.judged, '-infinity')
            """)
                .param("now", now.toString())
                .param("ids", Columns.texts(judged, one -> one.ended().source()))
                .param("finished", Columns.texts(judged, one -> one.ended().finished()))
                .param("verdicts", Columns.texts(judged, Judged::verdict))
                .param("reasons", Columns.texts(judged, Judged::because))
                .update();
    }

    /** Pauses the schedules of these sources until somebody edits them. */
    public void pause(Collection<UUID> sources, String because, Instant now) {
        jdbc.sql("""
            update harvest_source set paused = :now::timestamptz, paused_because = :because, version = version + 1
             where id = any(:ids::uuid[]) and paused is null
            """)
                .param("now", now.toString())
                .param("because", because)
                .param("ids", Columns.ids(sources))
                .update();
    }

    /**
     * A source that runs by the clock.
     *
     * @param due when it runs next or is tried again; null when that is not known yet, or never
     * @param failures how many of its jobs failed in a row
     */
    public record Upcoming(
            UUID source,
            String name,
            String frequency,
            List<String> quietHours,
            boolean active,
            @Nullable Instant due,
            @Nullable Instant next,
            @Nullable Instant retry,
            int failures,
            @Nullable Instant paused,
            @Nullable String because,
            @Nullable UUID openJob) {
        public Upcoming {
            quietHours = List.copyOf(quietHours);
        }
    }

    /** At most {@code limit} sources in the order in which they are due, after the given one. */
    public List<Upcoming> upcoming(@Nullable Instant afterDue, @Nullable UUID afterSource, int limit) {
        return jdbc.sql("""
            select s.id, s.name, s.frequency, s.quiet_hours, s.active, least(s.next_run, s.retry_at) as due, s.next_run, s.retry_at,
                   s.failures, s.paused, s.paused_because, j.id as job
              from harvest_source s
              left join harvest_job j on j.source_id = s.id and j.status in ('New', 'Running')
             where upper(s.frequency) <> 'MANUAL' and s.deleted is null
               and (:source::uuid is null
                    or (coalesce(least(s.next_run, s.retry_at), 'infinity'), s.id) > (coalesce(:due::timestamptz, 'infinity'), :source::uuid))
             order by coalesce(least(s.next_run, s.retry_at), 'infinity'), s.id limit :limit
            """)
                .param("due", afterDue == null ? null : afterDue.toString())
                .param("source", afterSource == null ? null : afterSource.toString())
                .param("limit", limit)
                .query(Schedules::upcoming)
                .list();
    }

    private static Due due(ResultSet row, int number) throws SQLException {
        return new Due(
                Columns.uuid(row, "id"),
                row.getString("name"),
                row.getString("frequency"),
                Columns.strings(row, "quiet_hours"),
                Columns.time(row, "anchor"),
                Columns.time(row, "next_run"),
                Columns.instant(row, "retry_at"),
                row.getBoolean("open"));
    }

    private static Ended ended(ResultSet row, int number) throws SQLException {
        return new Ended(
                Columns.uuid(row, "id"),
                row.getString("name"),
                Columns.uuid(row, "job"),
                Columns.time(row, "finished"),
                row.getString("outcome"),
                Columns.integer(row, "refused"));
    }

    private static Upcoming upcoming(ResultSet row, int number) throws SQLException {
        return new Upcoming(
                Columns.uuid(row, "id"),
                row.getString("name"),
                row.getString("frequency"),
                Columns.strings(row, "quiet_hours"),
                row.getBoolean("active"),
                Columns.instant(row, "due"),
                Columns.instant(row, "next_run"),
                Columns.instant(row, "retry_at"),
                row.getInt("failures"),
                Columns.instant(row, "paused"),
                row.getString("paused_because"),
                row.getObject("job", UUID.class));
    }
}
