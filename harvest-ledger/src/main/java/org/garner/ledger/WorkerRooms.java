package org.garner.ledger;

import org.garner.harvest.Stage;
import org.garner.harvest.order.Inboxes;
import org.garner.harvest.order.TopicSetup;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes the workers of this process. */
public class WorkerRooms {
    private final JdbcClient jdbc;
    private final TopicSetup topics;
    private final Inboxes inboxes;
    private final Orders orders;
    private final Workers workers;

    WorkerRooms(JdbcClient jdbc, TopicSetup topics, Inboxes inboxes, Orders orders, Workers workers) {
        this.jdbc = jdbc;
        this.topics = topics;
        this.inboxes = inboxes;
        this.orders = orders;
        this.workers = workers;
    }

    /**
     * The worker of a stage.
     *
     * @param atOnce how many orders it works on at the same time
     */
    public WorkerRoom room(Stage stage, int atOnce, WorkerLoop.OrderWork work) {
        var loop = new WorkerLoop(stage, orders, workers, atOnce, work);
        return new WorkerRoom(stage, jdbc, topics, loop, inboxes.orders(stage, loop::receive));
    }
}
