package org.garner.ledger;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code harvest_worker}: who is alive. The lease of all orders of a worker is its heartbeat. */
public class Workers {
    private final JdbcClient jdbc;

    public Workers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Says that this worker lives; to be repeated every 5 s, and taken for dead after 30 s. */
    public void beat(String id, String room, long pid) {
        jdbc.sql("""
            insert into harvest_worker (id, room, pid) values (:id, :room, :pid)
            on conflict (id) do update set beat = now()
            """).param("id", id).param("room", room).param("pid", pid).update();
    }

    public void gone(String id) {
        jdbc.sql("delete from harvest_worker where id = :id").param("id", id).update();
    }

    /** How many processes do the work of this room. */
    public int alive(String room) {
        return jdbc.sql("select count(*) from harvest_worker where room = :room and beat > now() - interval '30"
                        + " seconds'")
                .param("room", room)
                .query(Integer.class)
                .single();
    }

    /** Forgets workers that have been dead for a day. */
    public int forgetDead() {
        return jdbc.sql("delete from harvest_worker where beat < now() - interval '1 day'")
                .update();
    }
}
