package org.garner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code harvest_log}: what an operator wants to read of jobs. {@link JobLog} writes it, but for the moves of a job (asked for, started, run
 * again, ended), which a trigger writes.
 */
public class HarvestLog {
    private final JdbcClient jdbc;

    public HarvestLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How much a line matters; the names are CKAN's. */
    public enum Level {
        DEBUG,
        INFO,
        WARNING,
        ERROR,
        CRITICAL;

        /** The level of this name, in capitals or not. */
        public static Optional<Level> of(String name) {
            for (var level : values()) {
                if (level.name().equals(name.toUpperCase(Locale.ROOT))) {
                    return Optional.of(level);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * A line of the log. {@code stage} is control, gather, fetch, import, sweep or close; {@code guid} is the record it is about, if it is about one.
     *
     * @param room the process that says it, or {@code database}
     */
    public record Line(
            long id,
            Instant created,
            String level,
            String content,
            @Nullable UUID job,
            @Nullable UUID source,
            @Nullable String guid,
            String stage,
            String room) {}

    /**
     * A line to be written.
     *
     * @param object the object that it is about, if it is about one: the line begins with the name of its record
     */
    record Entry(
            Instant created,
            UUID job,
            Level level,
            String stage,
            @Nullable UUID object,
            String content) {}

    /** Adds lines, in this order. */
    void add(String room, List<Entry> entries) {
        jdbc.sql("""
            insert into harvest_log (content, level, created, harvest_job_id, harvest_source_id, guid, stage, room)
            select coalesce(o.guid || ': ', '') || e.content, e.level, e.created, e.job, j.source_id, o.guid, e.stage, :room
              from unnest(:contents::text[], :levels::text[], :times::timestamptz[], :jobs::uuid[], :objects::uuid[], :stages::text[])
                   with ordinality as e (content, level, created, job, object, stage, place)
              left join harvest_job j on j.id = e.job
              left join harvest_object o on o.id = e.object and o.harvest_job_id is not distinct from e.job
             order by e.place
            """)
                .param("room", room)
                .param("contents", Columns.texts(entries, Entry::content))
                .param("levels", Columns.texts(entries, Entry::level))
                .param("times", Columns.texts(entries, Entry::created))
                .param("jobs", Columns.texts(entries, Entry::job))
                .param("objects", Columns.texts(entries, Entry::object))
                .param("stages", Columns.texts(entries, Entry::stage))
                .update();
    }

    /** The next lines of a job of this level and above, in the order they were written; {@code after} is the id of the last one that was read, 0 at first. */
    public List<Line> ofJob(UUID job, Level level, long after, int limit) {
        return jdbc.sql("""
            select * from harvest_log
             where harvest_job_id = :job and id > :after and level = any(:levels::text[])
             order by id limit :limit
            """)
                .param("job", job)
                .param("after", after)
                .param("levels", andAbove(level))
                .param("limit", limit)
                .query(HarvestLog::line)
                .list();
    }

    /** The newest lines of all jobs that are older than the given one, of this level alone or of all levels, after so many that are skipped. */
    public List<Line> newest(@Nullable Level level, @Nullable Line before, int skipped, int limit) {
        return jdbc.sql("""
            select * from harvest_log
             where (:level::text is null or level = :level)
               and (:before::timestamptz is null or (created, id) < (:before::timestamptz, :id))
             order by created desc, id desc offset :skipped limit :limit
            """)
                .param("level", level == null ? null : level.name())
                .param("before", before == null ? null : before.created().toString())
                .param("id", before == null ? 0 : before.id())
                .param("skipped", skipped)
                .param("limit", limit)
                .query(HarvestLog::line)
                .list();
    }

    /** Removes lines that are older than this, so many at most; returns how many. */
    public int forget(Duration age, int limit) {
        return jdbc.sql("""
            with old as materialized (
                select id from harvest_log where created < now() - make_interval(secs => :age) order by created limit :limit)
            delete from harvest_log l using old where l.id = old.id
            """).param("age", age.toSeconds()).param("limit", limit).update();
    }

    private static String[] andAbove(Level level) {
        return Arrays.stream(Level.values())
                .filter(each -> each.compareTo(level) >= 0)
                .map(Level::name)
                .toArray(String[]::new);
    }

    private static Line line(ResultSet row, int number) throws SQLException {
        return new Line(
                row.getLong("id"),
                Columns.time(row, "created"),
                row.getString("level"),
                row.getString("content"),
                row.getObject("harvest_job_id", UUID.class),
                row.getObject("harvest_source_id", UUID.class),
                row.getString("guid"),
                row.getString("stage"),
                row.getString("room"));
    }
}
