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
     * How a host stands, as one holder sees it.
     *
     * @param fair how many slots each gets when all that have or want some share alike; at least one
     * @param starving whether another wants slots and has fewer than that
     * @param emptyHanded whether another wants slots and has none
     */
    record Standing(Pace pace, int fair, boolean starving, boolean emptyHanded) {}

    private record Others(int slots, int fair, int starving, int emptyHanded, int ahead) {}

    /**
     * Takes slots of a host, as many as wanted and free. While another has fewer than its fair share, no more than the fair share; a slot for each that
     * has none and has waited longer is left to it.
     *
     * @param held how many slots this process holds already; those stay, unless it was silent for so long that others have them
     * @param total how many requests the host bears at once
     * @return all that this process holds now; no slots when others have them all
     */
    Share take(String host, int held, int wanted, int total) {
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
            var others = others(host, total);
            var free = Math.max(0, total - others.slots());
            var most = others.starving() > 0 ? Math.max(others.fair(), held) : total;
            var slots = Math.max(Math.min(held, free), Math.min(Math.min(wanted, most), free - others.ahead()));
            jdbc.sql("""
                insert into harvest_host as h (host, holder, slots, waiting_since)
                values (:host, :me, :slots, case when :waiting then now() end)
                on conflict (host, holder) do update
                   set slots = :slots, beat = now(), waiting_since = case when :waiting then coalesce(h.waiting_since, now()) end
                """)
                    .param("host", host)
                    .param("me", me)
                    .param("slots", slots)
                    .param("waiting", slots <= held)
                    .update();
            return new Share(slots, new Pace(Duration.ofMillis(delay)));
        });
        return share == null ? new Share(0, Pace.FULL) : share;
    }

    private Others others(String host, int total) {
        return jdbc.sql("""
            with other as (
                select slots, waiting_since from harvest_host
                 where host = :host and holder not in ('', :me) and beat > now() - :lapse * interval '1 millisecond'
                   and (slots > 0 or waiting_since is not null)),
            fair as (select greatest(1, :total / (1 + count(*))) as slots from other),
            mine as (select max(waiting_since) as waiting_since from harvest_host where host = :host and holder = :me)
            select coalesce(sum(o.slots), 0) as slots, max(f.slots) as fair,
                   count(*) filter (where o.waiting_since is not null and o.slots < f.slots) as starving,
                   count(*) filter (where o.slots = 0) as empty_handed,
                   count(*) filter (where o.slots = 0 and o.waiting_since < coalesce(m.waiting_since, now())) as ahead
              from fair f cross join mine m left join other o on true
            """)
                .param("host", host)
                .param("me", me)
                .param("lapse", lapse.toMillis())
                .param("total", total)
                .query(Others.class)
                .single();
    }

    /**
     * Says whether this holder still waits for slots.
     *
     * @param total how many requests the host bears at once
     * @return how the host stands
     */
    Standing renew(String host, boolean waiting, int total) {
        jdbc.sql("update harvest_host set waiting_since = null where host = :host and holder = :me and not"
                        + " :waiting and waiting_since is not null")
                .param("host", host)
                .param("me", me)
                .param("waiting", waiting)
                .update();
        var others = others(host, total);
        return new Standing(pace(host), others.fair(), others.starving() > 0, others.emptyHanded() > 0);
    }

    /** Keeps so many slots of a host and leaves the rest to others. */
    void keep(String host, int slots) {
        jdbc.sql("update harvest_host set slots = :slots where host = :host and holder = :me")
                .param("slots", slots)
                .param("host", host)
                .param("me", me)
                .update();
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

    private Pace pace(String host) {
        return new Pace(Duration.ofMillis(jdbc.sql("select delay from harvest_host where host = :host and holder = ''")
                .param("host", host)
                .query(Integer.class)
                .optional()
                .orElse(0)));
    }
}
