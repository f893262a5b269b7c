package org.garner.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How everything stands, on one screen. */
public record Status(
        SafeToRestart safeToRestart,
        List<Part> parts,
        @Nullable Leader leader,
        List<Kind> workers,
        long openJobs,
        List<OpenJob> jobs,
        List<Backlog> backlog,
        Index index,
        List<Failure> failures) {

    public record SafeToRestart(boolean safe, String reason) {}

    public record Part(String name, String state, @Nullable String problem) {}

    /** The control process that led last. */
    public record Leader(String holder, long epoch, Instant beat, boolean alive) {}

    public record Kind(String kind, long working, long draining, long dead, long orders, long objects) {}

    public record OpenJob(
            String id,
            String source,
            String status,
            String phase,
            @Nullable Instant started,
            @Nullable Instant lastProgress,
            long gathered,
            long open) {}

    public record Backlog(String stage, long objects, double oldestSeconds) {}

    public record Index(long pending, long refused, double lagSeconds) {}

    public record Failure(
            String job,
            String source,
            @Nullable Instant finished,
            @Nullable String reason) {}

    /** True when every part is up, a control process leads, and there is a working worker of each kind. */
    public boolean works() {
        return parts.stream().allMatch(part -> part.state().equals("up"))
                && leader != null
                && leader.alive()
                && workers.stream().allMatch(kind -> kind.working() > 0);
    }
}
