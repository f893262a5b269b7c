package org.garner.ledger;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.garner.harvest.JobTicket;
import org.garner.harvest.Stage;
import org.garner.harvest.order.Order;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code harvest_order}: outbox of the dispatcher, lease of the workers, and what came of each piece of work. */
public class Orders {
    static final String COLUMNS = "o.id, o.job_id, o.epoch, o.stage, o.source_id, o.host, o.object_ids, o.attempt";

    private final JdbcClient jdbc;

    public Orders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What came of the objects of one order. */
    public record Tally(int added, int updated, int unchanged, int errored) {
        public static final Tally NONE = new Tally(0, 0, 0, 0);

        public Tally plus(Tally other) {
            return new Tally(
                    added + other.added, updated + other.updated, unchanged + other.unchanged, errored + other.errored);
        }
    }

    /** How much of one job is in flight in one stage. */
    public record InFlight(UUID job, Stage stage, String host, int orders, int objects) {}

    /** How many objects are in work in a stage, and how long the oldest order has been open. */
    public record Backlog(Stage stage, long objects, double oldestSeconds) {}

    public void add(List<Order> orders) {
        if (orders.isEmpty()) {
            return;
        }
        jdbc.sql("""
            insert into harvest_order (id, job_id, epoch, stage, source_id, host, object_ids, attempt)
            select n.id, n.job_id, n.epoch, n.stage, n.source_id, n.host, n.object_ids::uuid[], n.attempt
              from unnest(:ids::uuid[], :jobs::uuid[], :epochs::int[], :stages::text[], :sources::uuid[], :hosts::text[],
                          :objects::text[], :attempts::int[])
                   as n (id, job_id, epoch, stage, source_id, host, object_ids, attempt)
            """)
                .param("ids", Columns.texts(orders, Order::id))
                .param("jobs", Columns.texts(orders, o -> o.ticket().job()))
                .param("epochs", Columns.texts(orders, o -> o.ticket().epoch()))
                .param("stages", Columns.texts(orders, o -> o.stage().word()))
                .param("sources", Columns.texts(orders, Order::source))
                .param("hosts", Columns.texts(orders, Order::host))
                .param(
                        "objects",
                        Columns.texts(
                                orders,
                                o -> o.objects().toString().replace('[', '{').replace(']', '}')))
                .param("attempts", Columns.texts(orders, Order::attempt))
                .update();
    }

    /**
     * Notes that the messages of these orders went out. A worker may have taken and given back one of them before this is written: when it is due then,
     * is kept.
     *
     * @param since how long ago they began to go out
     */
    public void sent(Collection<UUID> ids, Duration since) {
        if (ids.isEmpty()) {
            return;
        }
        jdbc.sql("""
            update harvest_order
               set sent = now(), sends = sends + 1,
                   due = case when due > now() - :since * interval '1 millisecond' then due end
             where id = any(:ids::uuid[])
            """)
                .param("since", since.toMillis())
                .param("ids", Columns.ids(ids))
                .update();
    }

    /** Takes these orders for a worker; returns those that were free and whose job runs. */
    public List<Order> accept(Collection<UUID> ids, String worker) {
        return jdbc.sql("""
            update harvest_order o set accepted_by = :worker, accepted = now()
              from harvest_job j
             where o.id = any(:ids::uuid[]) and o.accepted_by is null and o.ended is null
               and j.id = o.job_id and j.status = 'Running' and j.epoch = o.epoch
            returning
            """ + COLUMNS)
                .param("worker", worker)
                .param("ids", Columns.ids(ids))
                .query(Orders::order)
                .list();
    }

    /**
     * Ends an order together with what it did.
     *
     * @throws StaleTicketException when the order is not this worker's any more: the transaction must roll back
     */
    public void end(Order order, String worker, Tally tally) {
        var ended = jdbc.sql("""
            update harvest_order
               set ended = now(), added = :added, updated = :updated, unchanged = :unchanged, errored = :errored
             where id = :id and accepted_by = :worker and ended is null
            """)
                .param("added", tally.added())
                .param("updated", tally.updated())
                .param("unchanged", tally.unchanged())
                .param("errored", tally.errored())
                .param("id", order.id())
                .param("worker", worker)
                .update();
        if (ended == 0) {
            throw new StaleTicketException(order.ticket());
        }
    }

    /**
     * Locks an order that is to be ended in a later transaction.
     *
     * @throws StaleTicketException when the order is not this worker's any more
     */
    public void hold(Order order, String worker) {
        var mine = jdbc.sql("select 1 from harvest_order where id = :id and accepted_by = :worker and ended is null for"
                        + " share")
                .param("id", order.id())
                .param("worker", worker)
                .query(Integer.class)
                .optional();
        if (mine.isEmpty()) {
            throw new StaleTicketException(order.ticket());
        }
    }

    /** Ends orders that are repeated by others; returns those that were still open. */
    public Set<UUID> supersede(Collection<UUID> ids) {
        return new HashSet<>(
                jdbc.sql("""
                    update harvest_order set ended = now(), followed = true
                     where id = any(:ids::uuid[]) and ended is null returning id
                    """).param("ids", Columns.ids(ids)).query(UUID.class).list());
    }

    /** Ends all open orders of a job. */
    public int endAll(UUID job) {
        return jdbc.sql("update harvest_order set ended = now(), followed = true where job_id = :job and (ended is"
                        + " null or (stage = 'fetch' and not followed))")
                .param("job", job)
                .update();
    }

    /** Ended fetch orders whose objects have not been handed on, oldest first. */
    public List<Order> unfollowed(UUID job, int limit) {
        return jdbc.sql("select " + COLUMNS + """
             from harvest_order o
            where o.job_id = :job and o.stage = 'fetch' and not o.followed and o.ended is not null
            order by o.id limit :limit
            """)
                .param("job", job)
                .param("limit", limit)
                .query(Orders::order)
                .list();
    }

    public void followed(Collection<UUID> ids) {
        jdbc.sql("update harvest_order set followed = true where id = any(:ids::uuid[])")
                .param("ids", Columns.ids(ids))
                .update();
    }

    /** What is in flight, by job, stage and host. */
    public List<InFlight> inFlight() {
        return jdbc.sql("""
            select job_id, stage, host, count(*) as orders, sum(cardinality(object_ids)) as objects
              from harvest_order where ended is null group by job_id, stage, host
            """)
                .query((row, number) -> new InFlight(
                        Columns.uuid(row, "job_id"),
                        Stage.ofWord(row.getString("stage")),
                        row.getString("host"),
                        row.getInt("orders"),
                        row.getInt("objects")))
                .list();
    }

    /** What is in flight by stage, for the gauges. */
    public List<Backlog> backlog() {
        return jdbc.sql("""
            select stage, sum(greatest(1, cardinality(object_ids))) as objects,
                   coalesce(extract(epoch from now() - min(created)), 0) as oldest
              from harvest_order where ended is null group by stage
            """)
                .query((row, number) -> new Backlog(
                        Stage.ofWord(row.getString("stage")), row.getLong("objects"), row.getDouble("oldest")))
                .list();
    }

    /** What all ended orders of these jobs brought so far. */
    public Map<UUID, Tally> tallies(Collection<UUID> jobs) {
        var tallies = new HashMap<UUID, Tally>();
        jdbc.sql("""
            select job_id, sum(added) as added, sum(updated) as updated, sum(unchanged) as unchanged, sum(errored) as errored
              from harvest_order where job_id = any(:jobs::uuid[]) group by job_id
            """).param("jobs", Columns.ids(jobs)).query(row -> {
            tallies.put(
                    Columns.uuid(row, "job_id"),
                    new Tally(
                            row.getInt("added"),
                            row.getInt("updated"),
                            row.getInt("unchanged"),
                            row.getInt("errored")));
        });
        return tallies;
    }

    /** How many objects of these jobs have been fetched by orders. */
    public Map<UUID, Long> fetched(Collection<UUID> jobs) {
        var fetched = new HashMap<UUID, Long>();
        jdbc.sql("""
            select job_id, sum(cardinality(object_ids)) as n from harvest_order
             where job_id = any(:jobs::uuid[]) and stage = 'fetch' and ended is not null group by job_id
            """).param("jobs", Columns.ids(jobs)).query(row -> {
            fetched.put(Columns.uuid(row, "job_id"), row.getLong("n"));
        });
        return fetched;
    }

    static Order order(ResultSet row, int number) throws SQLException {
        return new Order(
                Columns.uuid(row, "id"),
                new JobTicket(Columns.uuid(row, "job_id"), row.getInt("epoch")),
                Stage.ofWord(row.getString("stage")),
                Columns.uuid(row, "source_id"),
                row.getString("host"),
                uuids(row.getArray("object_ids")),
                row.getInt("attempt"));
    }

    private static List<UUID> uuids(Array array) throws SQLException {
        return Arrays.asList((UUID[]) array.getArray());
    }
}
