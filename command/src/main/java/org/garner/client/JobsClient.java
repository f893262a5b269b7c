package org.garner.client;

import static org.garner.client.ServerClient.encoded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The jobs of a server, as any client of its API sees them. */
public final class JobsClient {
    private static final int PER_PAGE = 200;
    private static final int CANDIDATES = 20;

    private final ServerClient server;

    public JobsClient(ServerClient server) {
        this.server = server;
    }

    /** The errors of a job of one stage and kind, with the first of them; {@code guid} is null when that is the listing's. */
    public record ErrorKind(
            String stage, String kind, long count, @Nullable String guid, String message) {}

    /** A record whose dataset would be withdrawn. */
    public record Held(String guid, @Nullable String packageId) {}

    /** @param hold null when the job never held anything */
    public record HeldPage(@Nullable Hold hold) {}

    /** @param decision approved, rejected or, while it waits for one, null */
    public record Hold(
            String rule,
            String reason,
            long missing,
            @Nullable String decision,
            @Nullable String decidedBy,
            @Nullable String note) {}

    private record ErrorKinds(List<ErrorKind> kinds) {}

    /** The jobs whose ids begin so, the newest first; at most twenty. */
    public List<Job> beginning(String prefix) {
        var found = new ArrayList<Job>();
        server.each(
                "/jobs?prefix=" + encoded(prefix),
                "jobs",
                CANDIDATES,
                CANDIDATES,
                Job.class,
                job -> found.add(job.value()));
        return found;
    }

    /**
     * Jobs, the newest first.
     *
     * @param filter parameters as the API has them, beginning with a question mark; empty for all
     */
    public long each(String filter, long most, Consumer<Answered<Job>> take) {
        return server.each("/jobs" + filter, "jobs", PER_PAGE, most, Job.class, take);
    }

    public Answered<Job> show(String id) {
        return server.ask("GET", path(id), null, Job.class);
    }

    /** From the answer on, nothing of the job is written. */
    public Answered<Job> abort(String id) {
        return server.ask("POST", path(id) + "/abort", Map.of(), Job.class);
    }

    public Answered<Job> resume(String id) {
        return server.ask("POST", path(id) + "/resume", Map.of(), Job.class);
    }

    public Answered<Job> approve(String id, @Nullable String note) {
        return server.ask("POST", path(id) + "/approve", note(note), Job.class);
    }

    public Answered<Job> reject(String id, @Nullable String note) {
        return server.ask("POST", path(id) + "/reject", note(note), Job.class);
    }

    private static Map<String, String> note(@Nullable String note) {
        return note == null ? Map.of() : Map.of("note", note);
    }

    /** What went wrong, the most frequent kind first. */
    public List<ErrorKind> kinds(String id) {
        return server.ask("GET", path(id) + "/errors/kinds", null, ErrorKinds.class)
                .value()
                .kinds();
    }

    public long eachError(String id, long most, Consumer<Answered<JobError>> take) {
        return server.each(path(id) + "/errors", "errors", 1_000, most, JobError.class, take);
    }

    /** The first errors of a job, at most this many. */
    public List<JobError> errors(String id, int most) {
        var errors = new ArrayList<JobError>();
        eachError(id, most, error -> errors.add(error.value()));
        return errors;
    }

    /** What a dry run would change, by the names of records. */
    public long eachPlanned(String id, long most, Consumer<Answered<Planned>> take) {
        return server.each(path(id) + "/plan", "plan", 1_000, most, Planned.class, take);
    }

    /** What a held job would withdraw. */
    public long eachHeld(String id, long most, Consumer<Answered<Held>> take) {
        return server.each(path(id) + "/held", "held", 1_000, most, Held.class, take);
    }

    /** Why a job is held. */
    public Answered<HeldPage> held(String id) {
        return server.ask("GET", path(id) + "/held?limit=1", null, HeldPage.class);
    }

    /** A table of a job: {@code plan} or {@code held}, as comma-separated values with a header. */
    public void csv(String id, String table, Consumer<String> line) {
        server.copy(path(id) + "/" + table, "text/csv", line);
    }

    static String path(String id) {
        return "/jobs/" + encoded(id);
    }
}
