package org.garner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code harvest_worker}: who is alive, and what operators want of them. The lease of all orders of a worker is its heartbeat. */
public class Workers {
    private final JdbcClient jdbc;

    public Workers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What an operator wants of a worker. */
    public enum Wish {
        /** Take nothing more, and finish or give back what is in hand. */
        DRAIN,
        /** The same, then start afresh. */
        RESTART;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Wish ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** Who a worker is. */
    public record Self(String id, String room, long pid, String host) {}

    /**
     * A worker as others see it.
     *
     * @param orders how many orders it has accepted
     * @param objects how many records are in them
     * @param wanted what an operator has asked of it
     */
    public record Worker(
            Self self,
            Instant started,
            Instant beat,
            boolean alive,
            boolean draining,
            @Nullable Wish wanted,
            int orders,
            int objects) {}

    /**
     * Says that this worker lives.
     *
     * @return what an operator wants of it
     */
    public Optional<Wish> beat(Self self, boolean draining) {
        return jdbc.sql("""
            insert into harvest_worker (id, room, pid, host, draining) values (:id, :room, :pid, :host, :draining)
            on conflict (id) do update set beat = now(), draining = :draining
            returning wanted
            """)
                .param("id", self.id())
                .param("room", self.room())
                .param("pid", self.pid())
                .param("host", self.host())
                .param("draining", draining)
                .query((row, number) -> Optional.ofNullable(row.getString("wanted")))
                .single()
                .map(Wish::ofWord);
    }

    /** Says that this worker starts afresh: what was wanted of it is done. */
    public void restarted(String id) {
        jdbc.sql("update harvest_worker set wanted = null, draining = false, started = now(), beat = now() where id ="
                        + " :id")
                .param("id", id)
                .update();
    }

    public void gone(String id) {
        jdbc.sql("delete from harvest_worker where id = :id").param("id", id).update();
    }

    /**
     * Asks workers to do something; they hear it with their next heartbeat. A wish for a restart is not taken back by one to drain.
     *
     * @param who the id of a worker, or a room for all of its workers
     * @return the ids of the living workers that were asked
     */
    public List<String> ask(String who, Wish wish, Duration deadAfter) {
        return jdbc.sql("""
            update harvest_worker set wanted = case when wanted = 'restart' then wanted else :wish end
             where (id = :who or room = :who) and beat > now() - :dead * interval '1 millisecond'
            returning id
            """)
                .param("who", Columns.storable(who))
                .param("wish", wish.word())
                .param("dead", deadAfter.toMillis())
                .query(String.class)
                .list();
    }

    /** How many processes do the work of this room. */
    public int alive(String room, Duration deadAfter) {
        return jdbc.sql("select count(*) from harvest_worker where room = :room and beat > now() - :dead * interval '1"
                        + " millisecond'")
                .param("room", room)
                .param("dead", deadAfter.toMillis())
                .query(Integer.class)
                .single();
    }

    /** All workers, those that died a while ago too, by room and age. */
    public List<Worker> list(Duration deadAfter) {
        return jdbc.sql("""
            select w.id, w.room, w.pid, w.host, w.started, w.beat, w.draining, w.wanted,
                   w.beat > now() - :dead * interval '1 millisecond' as alive,
                   coalesce(o.orders, 0) as orders, coalesce(o.objects, 0) as objects
              from harvest_worker w
              left join (select accepted_by, count(*) as orders, sum(cardinality(object_ids)) as objects
                           from harvest_order where ended is null and accepted_by is not null group by accepted_by) o
                on o.accepted_by = w.id
             order by array_position(array['gather', 'fetch', 'import'], w.room), w.started, w.id
            """)
                .param("dead", deadAfter.toMillis())
                .query(Workers::worker)
                .list();
    }

    /** Forgets workers that have been dead for a day. */
    public int forgetDead() {
        return jdbc.sql("delete from harvest_worker where beat < now() - interval '1 day'")
                .update();
    }

    private static Worker worker(ResultSet row, int number) throws SQLException {
        var wanted = row.getString("wanted");
        return new Worker(
                new Self(row.getString("id"), row.getString("room"), row.getLong("pid"), row.getString("host")),
                Columns.time(row, "started"),
                Columns.time(row, "beat"),
                row.getBoolean("alive"),
                row.getBoolean("draining"),
                wanted == null ? null : Wish.ofWord(wanted),
                row.getInt("orders"),
                row.getInt("objects"));
    }
}
