package org.garner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.garner.harvest.TimeOrderedIds;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code harvest_operation}: work on a whole source that the leader does in batches. A source has one open operation at most;
 * {@link Sources#occupy} keeps its jobs from starting meanwhile.
 */
public class Operations {
    private static final String COLUMNS =
            "select id, kind, source_id, coalesce((options ->> 'keep_current')::boolean, false) as keep_current, state,"
                    + " total, done, position, created, started, finished, asked_by, reason from harvest_operation o ";

    private final JdbcClient jdbc;

    public Operations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What is done to the source. */
    public enum Kind {
        /** Its datasets are withdrawn, and what is held of its records is forgotten. */
        CLEAR,
        /** Its ended jobs are removed with all that they left. */
        CLEAR_HISTORY,
        /** It is cleared, then deleted. */
        DELETE_SOURCE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean open() {
            return this == WAITING || this == RUNNING;
        }
    }

    /**
     * What an operator asks for.
     *
     * @param keepCurrent of the history: the objects that datasets were made from stay, and so does the newest job
     */
    public record Asked(Kind kind, boolean keepCurrent, String by) {}

    /**
     * A row of the table.
     *
     * @param total how many rows it looks at; null until it has begun
     * @param position where it goes on, in the words of its kind; empty at the beginning
     */
    public record Operation(
            UUID id,
            Asked asked,
            UUID source,
            State state,
            @Nullable Long total,
            long done,
            String position,
            Instant created,
            @Nullable Instant started,
            @Nullable Instant finished,
            @Nullable String reason) {}

    /** Which operations to list; null for all. */
    public record Filter(@Nullable UUID source, @Nullable State state) {}

    /** Adds an operation on a source that the caller has locked and found free. */
    public Operation add(UUID source, Asked asked) {
        return jdbc.sql("""
            with o as (
                insert into harvest_operation (id, kind, source_id, options, asked_by)
                values (:id, :kind, :source, jsonb_build_object('keep_current', :keep::boolean), :by)
                returning *)
            """ + COLUMNS.replace("harvest_operation o", "o"))
                .param("id", TimeOrderedIds.next())
                .param("kind", asked.kind().word())
                .param("source", source)
                .param("keep", asked.keepCurrent())
                .param("by", asked.by())
                .query(Operations::operation)
                .single();
    }

    /** Lets an open operation run; what it has to do is counted once. */
    public void begin(UUID id, long total) {
        jdbc.sql("""
            update harvest_operation
               set state = 'running', total = coalesce(total, :total), started = coalesce(started, now())
             where id = :id and state in ('waiting', 'running')
            """).param("id", id).param("total", total).update();
    }

    /** Notes what a batch has done, in its transaction; false when the operation was ended meanwhile: the transaction must roll back. */
    public boolean moved(UUID id, long done, String position) {
        return jdbc.sql("""
            update harvest_operation set done = done + :done, position = :position where id = :id and state = 'running'
            """)
                        .param("id", id)
                        .param("done", done)
                        .param("position", position)
                        .update()
                == 1;
    }

    /** Ends an open operation; false when it had ended. The caller lets go of its source, in the same transaction. */
    public boolean end(UUID id, State state, @Nullable String reason) {
        if (state.open()) {
            throw new IllegalArgumentException("An operation does not end as " + state.word());
        }
        return jdbc.sql("""
            update harvest_operation set state = :state, finished = now(), reason = :reason
             where id = :id and state in ('waiting', 'running')
            """)
                        .param("id", id)
                        .param("state", state.word())
                        .param("reason", reason)
                        .update()
                == 1;
    }

    public Optional<Operation> find(UUID id) {
        return jdbc.sql(COLUMNS + "where id = :id")
                .param("id", id)
                .query(Operations::operation)
                .optional();
    }

    /** The oldest open operations whose source has no job that is open, or that ended but still has open records. */
    public List<Operation> ready(int limit) {
        return jdbc.sql(COLUMNS + """
             where state in ('waiting', 'running')
               and not exists (select 1 from harvest_job j where j.source_id = o.source_id and j.status in ('New', 'Running'))
               and not exists (select 1 from harvest_job_progress p join harvest_job j on j.id = p.job_id
                                where p.phase <> 'ended' and j.source_id = o.source_id)
             order by id limit :limit
            """)
                .param("limit", limit)
                .query(Operations::operation)
                .list();
    }

    /** The newest operations that the filter lets through, older than the given one. */
    public List<Operation> list(Filter filter, @Nullable UUID before, int limit) {
        var state = filter.state();
        return jdbc.sql(COLUMNS + """
             where (:source::uuid is null or source_id = :source::uuid) and (:before::uuid is null or id < :before::uuid)
               and (:state::text is null or state = :state)
             order by id desc limit :limit
            """)
                .param("source", Objects.toString(filter.source(), null))
                .param("before", Objects.toString(before, null))
                .param("state", state == null ? null : state.word())
                .param("limit", limit)
                .query(Operations::operation)
                .list();
    }

    /** Forgets operations that ended longer ago than this; returns how many. */
    public int forget(Duration age, int limit) {
        return jdbc.sql("""
            delete from harvest_operation
             where id in (select id from harvest_operation
                           where state not in ('waiting', 'running') and finished < now() - make_interval(secs => :age)
                           order by id limit :limit)
            """).param("age", age.toSeconds()).param("limit", limit).update();
    }

    private static Operation operation(ResultSet row, int number) throws SQLException {
        return new Operation(
                Columns.uuid(row, "id"),
                new Asked(
                        Kind.ofWord(row.getString("kind")), row.getBoolean("keep_current"), row.getString("asked_by")),
                Columns.uuid(row, "source_id"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Columns.number(row, "total"),
                row.getLong("done"),
                row.getString("position"),
                Columns.time(row, "created"),
                Columns.instant(row, "started"),
                Columns.instant(row, "finished"),
                row.getString("reason"));
    }
}
