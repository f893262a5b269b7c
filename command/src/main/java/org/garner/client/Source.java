package org.garner.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A source as the API shows it.
 *
 * @param active false when it takes no jobs
 * @param paused why nothing of it is started by the clock; null when nothing is in the way
 */
public record Source(
        String id,
        String name,
        String url,
        String type,
        String title,
        String notes,
        JsonNode config,
        @Nullable String publisher,
        boolean active,
        String frequency,
        List<String> quietHours,
        @Nullable Instant nextRun,
        @Nullable Pause paused,
        Instant created,
        int version) {
    /** That the clock passes over a source. */
    public record Pause(Instant since, String reason) {}

    /** One word for lists. */
    public String state() {
        return !active ? "inactive" : paused != null ? "paused" : "active";
    }
}
