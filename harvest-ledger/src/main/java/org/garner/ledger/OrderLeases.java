package org.garner.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.garner.harvest.order.Order;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code harvest_order} as a lease: orders that nobody has, orders that are given back, and orders whose worker failed. A lost message is
 * no failure: the same order is sent again as often as need be. An order fails when a worker had it and did not end it.
 */
public class OrderLeases {
    private static final int MOST_WORDS = 2000;

    private final JdbcClient jdbc;

    public OrderLeases(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Orders whose message is to go out: it never did, because the process that wrote them died or the brokers refused it; or it did, and no worker
     * has accepted the order for a while; or a worker gave the order back.
     *
     * @param resendAfter how long the first message has to arrive; each further one has twice as long
     */
    public List<Order> toSend(Duration resendAfter, int limit) {
        return jdbc.sql("select " + Orders.COLUMNS + """
             from harvest_order o
            where o.ended is null and o.accepted_by is null and o.failure is null
              and coalesce(o.due, o.sent + :after * interval '1 millisecond' * power(2, least(o.sends, 8) - 1),
                           o.created + interval '1 second') < now()
            order by o.id limit :limit
            """)
                .param("after", resendAfter.toMillis())
                .param("limit", limit)
                .query(Orders::order)
                .list();
    }

    /**
     * An order that a worker accepted and will not end.
     *
     * @param heard when the worker was last heard of; null when it is not known any more
     * @param begun true when the worker had begun an order that was on its last attempt
     * @param failure how the attempt failed; null when the worker died
     */
    public record Broken(
            Order order,
            String worker,
            @Nullable Instant heard,
            boolean begun,
            @Nullable String failure) {}

    /** Orders whose worker has been silent for so long, or has said that it failed with them. */
    public List<Broken> broken(Duration deadAfter, int limit) {
        return jdbc.sql("select " + Orders.COLUMNS + """
                  , o.accepted_by, o.begun is not null as was_begun, o.failure, w.beat
             from harvest_order o
             left join harvest_worker w on w.id = o.accepted_by
            where o.ended is null and o.accepted_by is not null
              and (o.failure is not null or w.beat is null or w.beat < now() - :dead * interval '1 millisecond')
            order by o.id limit :limit
            """)
                .param("dead", deadAfter.toMillis())
                .param("limit", limit)
                .query((row, number) -> new Broken(
                        Orders.order(row, number),
                        row.getString("accepted_by"),
                        Columns.instant(row, "beat"),
                        row.getBoolean("was_begun"),
                        row.getString("failure")))
                .list();
    }

    /** Gives all accepted orders of a worker back, so that another gets them at once: no attempt of theirs has failed. */
    public int giveBack(String worker) {
        return jdbc.sql("""
            update harvest_order set accepted_by = null, accepted = null, begun = null, due = now()
             where accepted_by = :worker and ended is null and failure is null
            """).param("worker", worker).update();
    }

    /** Gives these of a worker's orders back, so that another gets them at once: no attempt of theirs has failed. */
    public int giveBack(String worker, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return 0;
        }
        return jdbc.sql("""
            update harvest_order set accepted_by = null, accepted = null, begun = null, due = now()
             where id = any(:ids::uuid[]) and accepted_by = :worker and ended is null and failure is null
            """)
                .param("ids", Columns.ids(ids))
                .param("worker", worker)
                .update();
    }

    /** Gives one order back after trouble that is not its objects', such as a database that is away: it goes out again after 5 s, then doubling. */
    public void release(Order order, String worker) {
        jdbc.sql("""
            update harvest_order
               set accepted_by = null, accepted = null, begun = null,
                   due = now() + interval '5 seconds' * power(2, least(sends, 6) - 1)
             where id = :id and accepted_by = :worker and ended is null
            """).param("id", order.id()).param("worker", worker).update();
    }

    /** Says that an attempt failed, and why: the order is repeated, or given up. */
    public void fail(Order order, String worker, String failure) {
        jdbc.sql("update harvest_order set failure = :failure where id = :id and accepted_by = :worker and"
                        + " ended is null")
                .param("failure", cut(failure))
                .param("id", order.id())
                .param("worker", worker)
                .update();
    }

    /**
     * Says that the last attempt of an order begins: should the worker die now, this order may be why.
     *
     * @throws StaleTicketException when the order is not this worker's any more
     */
    public void begin(Order order, String worker) {
        var mine = jdbc.sql(
                        "update harvest_order set begun = now() where id = :id and accepted_by = :worker and ended is"
                                + " null")
                .param("id", order.id())
                .param("worker", worker)
                .update();
        if (mine == 0) {
            throw new StaleTicketException(order.ticket());
        }
    }

    /**
     * Gives back what stands in this worker's name without being in its hands: it accepted the order and did not hear so, or it failed and could not
     * say so. Without this the order would wait for as long as the worker lives.
     *
     * @param inHand the orders that the worker works on
     */
    public int giveBackForgotten(String worker, Collection<UUID> inHand) {
        return jdbc.sql("""
            update harvest_order set accepted_by = null, accepted = null, begun = null, due = now()
             where accepted_by = :worker and ended is null and failure is null
               and accepted < now() - interval '10 seconds' and id <> all(:ids::uuid[])
            """)
                .param("worker", worker)
                .param("ids", Columns.ids(inHand))
                .update();
    }

    /** Those of these orders whose job was ended or runs in a newer epoch: nobody need go on with them. */
    public List<UUID> lost(Collection<UUID> ids) {
        return jdbc.sql("""
            select o.id from harvest_order o join harvest_job j on j.id = o.job_id
             where o.id = any(:ids::uuid[]) and (j.status <> 'Running' or j.epoch <> o.epoch)
            """).param("ids", Columns.ids(ids)).query(UUID.class).list();
    }

    private static String cut(String failure) {
        var words = Columns.storable(failure);
        return words.length() <= MOST_WORDS ? words : words.substring(0, MOST_WORDS) + " …";
    }
}
