package org.garner.client;

import static org.garner.client.ServerClient.encoded;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A server as a whole: how it stands, its queue, its workers, and work on whole sources. */
public final class InstallationClient {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final ServerClient server;

    public InstallationClient(ServerClient server) {
        this.server = server;
    }

    public record Workers(List<Worker> workers) {}

    public record SchedulePage(Schedule.Scheduler scheduler, List<Schedule.Due> schedule) {}

    public Answered<Status> status() {
        return server.ask("GET", "/status", null, Status.class);
    }

    /** @param source id or name; null for all */
    public Answered<Queue> queue(@Nullable String source) {
        return server.ask("GET", "/queue" + (source == null ? "" : "?source=" + encoded(source)), null, Queue.class);
    }

    /**
     * Ends the open jobs, or that of one source.
     *
     * @param shown what was shown before; when there is more by now, nothing is purged
     */
    public JsonNode purge(@Nullable String source, Queue.Total shown) {
        var wanted = new TreeMap<String, Object>();
        wanted.put("expect", Map.of("jobs", shown.jobs(), "objects", shown.objects()));
        if (source != null) {
            wanted.put("source", source);
        }
        return server.ask("POST", "/queue/purge", wanted, JsonNode.class).json();
    }

    public Answered<Workers> workers() {
        return server.ask("GET", "/workers", null, Workers.class);
    }

    /** @param wish drain or restart */
    public Answered<Workers> ask(String idOrKind, String wish) {
        return server.ask("POST", "/workers/%s/%s".formatted(encoded(idOrKind), wish), Map.of(), Workers.class);
    }

    /** The first thousand sources that are due. */
    public Answered<SchedulePage> schedule() {
        return server.ask("GET", "/schedule?limit=1000", null, SchedulePage.class);
    }

    /** @param source id or name; null for all */
    public long operations(@Nullable String source, long most, Consumer<Answered<Operation>> take) {
        var path = "/operations" + (source == null ? "" : "?source=" + encoded(source));
        return server.each(path, "operations", 200, most, Operation.class, take);
    }

    public Answered<Operation> operation(String id) {
        return server.ask("GET", "/operations/" + encoded(id), null, Operation.class);
    }

    /**
     * Follows an operation to its end.
     *
     * @param each is told how it stands, each time it was looked at
     */
    public Answered<Operation> follow(Answered<Operation> begun, Consumer<Operation> each) throws InterruptedException {
        var now = begun;
        while (now.value().isOpen()) {
            Thread.sleep(BETWEEN_LOOKS);
            now = operation(begun.value().id());
            each.accept(now.value());
        }
        return now;
    }

    public Answered<Operation> cancel(String id) {
        return server.ask("POST", "/operations/%s/cancel".formatted(encoded(id)), Map.of(), Operation.class);
    }
}
