package org.garner.control.rest;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** All that an operator asks first, on one screen. */
@JsonNaming(SnakeCaseStrategy.class)
record StatusJson(
        SafeToRestart safeToRestart,
        List<PartState> parts,
        @Nullable Leader leader,
        List<Kind> workers,
        int openJobs,
        List<OpenJob> jobs,
        List<Backlog> backlog,
        Index index,
        List<Failure> failures) {

    /** Whether stopping and starting everything loses anything, and what would be done again. */
    record SafeToRestart(boolean safe, String reason) {}

    /** A server that Garner needs: up or down. */
    record PartState(String name, String state, @Nullable String problem) {}

    /**
     * The control process that leads.
     *
     * @param here true when it is the one that answers
     */
    record Leader(String holder, long epoch, Instant beat, boolean alive, boolean here) {}

    /** The workers of a kind, and what they hold. */
    record Kind(String kind, int working, int draining, int dead, int orders, int objects) {}

    /** A job that has not ended. */
    @JsonNaming(SnakeCaseStrategy.class)
    record OpenJob(
            UUID id,
            String source,
            String status,
            String phase,
            @Nullable Instant started,
            @Nullable Instant lastProgress,
            long gathered,
            long open) {}

    /** What is dealt out in a stage and has not ended. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Backlog(String stage, long objects, double oldestSeconds) {}

    /** How far searches are behind. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Index(long pending, long refused, double lagSeconds) {}

    /** A job that failed. */
    record Failure(
            UUID job,
            String source,
            @Nullable Instant finished,
            @Nullable String reason) {}
}
