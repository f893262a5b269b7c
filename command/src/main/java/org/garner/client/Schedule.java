package org.garner.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What runs by the clock. */
public final class Schedule {
    private Schedule() {}

    /** Whether anything does, and why. */
    public record Scheduler(boolean on, String environment, String reason) {}

    /** A source that is due. */
    public record Due(
            Job.Source source, String frequency, @Nullable Instant due, int failures, List<Held> heldBy) {}

    /** What is in the way of it. */
    public record Held(String reason, String detail) {}
}
