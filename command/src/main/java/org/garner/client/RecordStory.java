package org.garner.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record and what became of it in the jobs of its source.
 *
 * @param record what is held of it; null when it was never read successfully
 * @param history the newest job first
 */
public record RecordStory(String guid, @Nullable Held record, List<Ended> history) {
    /** @param withdrawn when its dataset was taken out of the catalogue */
    public record Held(
            @Nullable Dataset dataset,
            @Nullable String documentHash,
            @Nullable String revision,
            @Nullable String fetchUrl,
            @Nullable Instant fetched,
            Instant lastSeen,
            @Nullable Instant withdrawn) {}

    public record Dataset(String id, String url) {}

    /** @param outcome null while it is open */
    public record Ended(
            String job,
            String state,
            @Nullable String outcome,
            int attempt,
            @Nullable String worker,
            Times times,
            List<Fault> errors) {}

    public record Times(
            Instant gathered,
            @Nullable Instant fetched,
            @Nullable Instant ended) {}

    public record Fault(
            String stage,
            String kind,
            String message,
            @Nullable Integer line) {}
}
