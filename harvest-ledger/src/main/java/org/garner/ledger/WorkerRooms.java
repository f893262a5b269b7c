package org.garner.ledger;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.garner.harvest.Stage;
import org.garner.harvest.order.Inboxes;
import org.garner.harvest.order.TopicSetup;
import org.garner.ledger.Workers.Self;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes the workers of this process. */
public class WorkerRooms {
    private final JdbcClient jdbc;
    private final TopicSetup topics;
    private final Inboxes inboxes;
    private final WorkerLoop.Tables tables;
    private final LivenessSettings settings;
    private final Runnable afresh;

    /** @param afresh what a worker does that was drained because a restart is wanted; when it returns, the worker takes orders again */
    WorkerRooms(
            JdbcClient jdbc,
            TopicSetup topics,
            Inboxes inboxes,
            WorkerLoop.Tables tables,
            LivenessSettings settings,
            Runnable afresh) {
        this.jdbc = jdbc;
        this.topics = topics;
        this.inboxes = inboxes;
        this.tables = tables;
        this.settings = settings;
        this.afresh = afresh;
    }

    /**
     * The worker of a stage.
     *
     * @param atOnce how many orders it works on at the same time
     */
    public WorkerRoom room(Stage stage, int atOnce, WorkerLoop.OrderWork work) {
        var loop = new WorkerLoop(self(stage), tables, settings, atOnce, work);
        return new WorkerRoom(stage, jdbc, topics, loop, inboxes.orders(stage, loop::receive), afresh);
    }

    /** The name of a worker in the ledger: stage, process id, machine. */
    private static Self self(Stage stage) {
        var pid = ProcessHandle.current().pid();
        var host = hostName();
        var some = UUID.randomUUID().toString().substring(0, 4);
        return new Self("%s-%d@%s-%s".formatted(stage.word(), pid, host, some), stage.word(), pid, host);
    }

    /** The name of a process with this room. */
    static String process(String room) {
        return "%s-%d@%s".formatted(room, ProcessHandle.current().pid(), hostName());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }
}
