package org.garner.client;

import static org.garner.client.ServerClient.encoded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The sources of a server, as any client of its API sees them. */
public final class SourcesClient {
    private static final int PER_PAGE = 1_000;

    private final ServerClient server;

    public SourcesClient(ServerClient server) {
        this.server = server;
    }

    /**
     * Finds the source that is meant.
     *
     * @param typed its name, its id, or its address in any of the forms that a new source would be recognised by
     * @return its id; more than one when several sources have this address
     * @throws ServerException with status 404 when there is none
     */
    public List<Source> named(String typed) {
        if (!typed.contains("://")) {
            return List.of(show(typed).value());
        }
        var found = new ArrayList<Source>();
        each("?url=" + encoded(typed), source -> found.add(source.value()));
        // By a path that holds an address nothing is found that its parameter does not find; but it says so in the
        // server's words.
        return found.isEmpty() ? List.of(show(typed).value()) : found;
    }

    /** @param filter parameters as the API has them, beginning with a question mark; empty for all */
    public long each(String filter, Consumer<Answered<Source>> take) {
        return server.each("/sources" + filter, "sources", PER_PAGE, Long.MAX_VALUE, Source.class, take);
    }

    public Answered<Source> show(String idOrName) {
        return server.ask("GET", path(idOrName), null, Source.class);
    }

    public Answered<SourceSummary> summary(String idOrName) {
        return server.ask("GET", path(idOrName) + "/summary", null, SourceSummary.class);
    }

    /** Makes a source; one that is there already is answered as it is. */
    public Answered<Source> add(Map<String, ?> members) {
        return server.ask("POST", "/sources", members, Source.class);
    }

    /** The same of what {@code garner harvest} knows of a source. */
    public Source add(NewSource source) {
        return add(source.members()).value();
    }

    /** Changes what the members name, and nothing else. */
    public Answered<Source> edit(String idOrName, Map<String, ?> members) {
        return server.ask("PATCH", path(idOrName), members, Source.class);
    }

    /** Deletes a source whose datasets stay. */
    public JsonNode delete(String idOrName) {
        return server.ask("DELETE", path(idOrName), null, JsonNode.class).json();
    }

    public Answered<Operation> deleteWithDatasets(String idOrName, boolean abortOpen) {
        var path = "%s?datasets=withdraw&abort_open=%s".formatted(path(idOrName), abortOpen);
        return server.ask("DELETE", path, null, Operation.class);
    }

    public Answered<Operation> clear(String idOrName, boolean abortOpen) {
        return server.ask("POST", path(idOrName) + "/clear", Map.of("abort_open", abortOpen), Operation.class);
    }

    public Answered<Operation> clearHistory(String idOrName, boolean abortOpen, boolean keepCurrent) {
        return server.ask(
                "POST",
                path(idOrName) + "/clear-history",
                Map.of("abort_open", abortOpen, "keep_current", keepCurrent),
                Operation.class);
    }

    /**
     * Starts a job.
     *
     * @param mode as the API names it
     * @param guids the records that it is to go over; none for all that its mode goes over
     * @throws ServerException with status 409 and the open job's id when there is one
     */
    public Answered<Job> start(String idOrName, String mode, List<String> guids) {
        Map<String, ?> wanted = guids.isEmpty() ? Map.of("mode", mode) : Map.of("mode", mode, "guids", guids);
        return server.ask("POST", path(idOrName) + "/jobs", wanted, Job.class);
    }

    /**
     * A job to follow.
     *
     * @param wasOpen true when it was running before it was asked for
     */
    public record Started(String id, boolean wasOpen) {}

    /** Starts a job, or finds the one that is open. */
    public Started startOrFind(String idOrName, boolean full) {
        try {
            var job = start(idOrName, full ? "full" : "incremental", List.of());
            return new Started(job.value().id(), false);
        } catch (ServerException e) {
            var open = e.problem().path("job").asString("");
            if (e.status() == 409 && !open.isEmpty()) {
                return new Started(open, true);
            }
            throw e;
        }
    }

    /** A record, what is held of it, and what became of it in at most this many jobs. */
    public Answered<RecordStory> record(String idOrName, String guid, int jobs) {
        var path = "%s/records/%s?limit=%d".formatted(path(idOrName), encoded(guid), jobs);
        return server.ask("GET", path, null, RecordStory.class);
    }

    /** Why source and catalogue differ; the first differences of it. */
    public Answered<Reconciliation> reconciliation(String idOrName, @Nullable String kind, int differences) {
        var path = "%s/reconciliation?limit=%d%s"
                .formatted(path(idOrName), differences, kind == null ? "" : "&kind=" + encoded(kind));
        return server.ask("GET", path, null, Reconciliation.class);
    }

    /** All differences as comma-separated values. */
    public void differences(String idOrName, @Nullable String kind, Consumer<String> line) {
        server.copy(
                path(idOrName) + "/reconciliation" + (kind == null ? "" : "?kind=" + encoded(kind)), "text/csv", line);
    }

    static String path(String idOrName) {
        return "/sources/" + encoded(idOrName);
    }
}
