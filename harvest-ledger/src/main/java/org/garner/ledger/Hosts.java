package org.garner.ledger;

import java.time.Duration;
import org.garner.harvest.http.Pace;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The table {@code harvest_host}: the budget of each remote host, shared by all processes. */
class Hosts {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final String me;
    private final Duration lapse;

    /** @param lapse the slots of a process that was silent for so long are free again */
    Hosts(JdbcClient jdbc, TransactionTemplate transaction, String me, Duration lapse) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.me = me;
        this.lapse = lapse;
    }

    /** What a holder has of a host: slots, and the rest between two requests. */
    record Share(int slots, Pace pace) {}

    /**
     * Takes slots of a host, as many as wanted and free.
     *
     * @param total how many requests the host bears at once
     * @return all that this process holds now; no slots when others have them all
     */
    Share take(String host, int wanted, int total) {
        var share = transaction.execute(status -> {
            // The host's row first: it is the lock under which the holders' rows are counted.
            var delay = jdbc.sql("""
                insert into harvest_host as h (host, slots) values (:host, :total)
                on conflict (host, holder) do update set epoch = h.epoch + 1, slots = :total
                returning delay
                """)
                    .param("host", host)
                    .param("total", total)
                    .query(Integer.class)
                    .single();
            var others = jdbc.sql("""
                select coalesce(sum(slots), 0) from harvest_host
                 where host = :host and holder not in ('', :me) and beat > now() - :lapse * interval '1 millisecond'
                """)
                    .param("host", host)
                    .param("me", me)
                    .param("lapse", lapse.toMillis())
                    .query(Integer.class)
                    .single();
            var slots = Math.max(0, Math.min(wanted, total - others));
            jdbc.sql("""
                insert into harvest_host (host, holder, slots) values (:host, :me, :slots)
                on conflict (host, holder) do update set slots = :slots, beat = now()
                """)
                    .param("host", host)
                    .param("me", me)
                    .param("slots", slots)
                    .update();
            return new Share(slots, new Pace(Duration.ofMillis(delay)));
        });
        return share == null ? new Share(0, Pace.FULL) : share;
    }

    /** Gives all slots of a host back. */
    void giveBack(String host) {
        jdbc.sql("delete from harvest_host where host = :host and holder = :me")
                .param("host", host)
                .param("me", me)
                .update();
    }

    /** Says that the slots are still held. */
    void beat() {
        jdbc.sql("update harvest_host set beat = now() where holder = :me")
                .param("me", me)
                .update();
    }

    /**
     * Books the next start on a host that needs rest; returns how long it is away.
     *
     * @param least the rest that the host gets in any case
     */
    Duration book(String host, Duration least) {
        return Duration.ofMillis(jdbc.sql("""
            update harvest_host h
               set next_allowed = greatest(now(), h.next_allowed) + greatest(h.delay, :least) * interval '1 millisecond'
              from (select next_allowed from harvest_host where host = :host and holder = '') o
             where h.host = :host and h.holder = ''
            returning greatest(0, (extract(epoch from o.next_allowed - now()) * 1000)::bigint)
            """)
                .param("host", host)
                .param("least", least.toMillis())
                .query(Long.class)
                .optional()
                .orElse(0L));
    }

    /** Stores a new pace, and a pause if the host asked for one. */
    void pace(String host, Pace pace, @Nullable Duration pause) {
        jdbc.sql("""
            update harvest_host
               set delay = :delay,
                   next_allowed = greatest(next_allowed, now() + :pause * interval '1 millisecond')
             where host = :host and holder = ''
            """)
                .param("delay", pace.delay().toMillis())
                .param("pause", pause == null ? 0 : pause.toMillis())
                .param("host", host)
                .update();
    }

    /** The pace of a host as the others know it. */
    Pace pace(String host) {
        return new Pace(Duration.ofMillis(jdbc.sql("select delay from harvest_host where host = :host and holder = ''")
                .param("host", host)
                .query(Integer.class)
                .optional()
                .orElse(0)));
    }
}
