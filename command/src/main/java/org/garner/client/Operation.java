package org.garner.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Work on a whole source.
 *
 * @param kind clear, clear_history or delete_source
 * @param state waiting, running, done, failed or cancelled
 * @param total how many rows it looks at; null until it has begun
 * @param done how many of them it has looked at
 */
public record Operation(
        String id,
        String kind,
        Job.Source source,
        String state,
        @Nullable Long total,
        long done,
        Instant created,
        @Nullable Instant finished,
        String askedBy,
        @Nullable String reason) {
    public boolean isOpen() {
        return state.equals("waiting") || state.equals("running");
    }

    /** Such as {@code clear of coast}. */
    public String what() {
        return "%s of %s".formatted(kind.replace('_', ' '), source.name());
    }
}
