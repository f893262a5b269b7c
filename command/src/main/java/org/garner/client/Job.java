package org.garner.client;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A job as the API shows it; members that are not read here are left out.
 *
 * @param outcome succeeded, with_errors, held, failed or aborted; null while it runs
 * @param phase harvest, sweep or ended
 * @param counts how many records are in each state: gathered, added, errored and so on; absent means none
 * @param held the deletions that wait for an operator, as the API writes them
 * @param lastProgress when anything of it last moved
 * @param settled true when it has ended and its counts are final
 */
public record Job(
        String id,
        Source source,
        String status,
        @Nullable String outcome,
        @Nullable String phase,
        @Nullable String reason,
        @Nullable Instant started,
        @Nullable Instant finished,
        @Nullable Listing listing,
        @Nullable Map<String, Long> counts,
        @Nullable JsonNode held,
        long errorsTotal,
        long requests,
        long bytes,
        String mode,
        String trigger,
        @Nullable Instant created,
        @Nullable Instant lastProgress,
        boolean settled) {

    /** The source that it harvests. */
    public record Source(String id, String name) {}

    /**
     * How far the listing is.
     *
     * @param completeness open while it goes on; complete, partial, failed or, when the source was not listed, named
     * @param mode how the source is listed, in words
     * @param expected how many records the source says it has, if it says so
     */
    public record Listing(
            @Nullable String completeness,
            @Nullable String mode,
            @Nullable Long expected) {
        boolean goesOn() {
            return completeness == null || completeness.equals("open");
        }
    }

    public boolean isFinished() {
        return status.equals("Finished");
    }

    public long count(String name) {
        var value = counts == null ? null : counts.get(name);
        return value == null ? 0 : value;
    }

    /** How many records are done, whatever came of them. */
    public long done() {
        return count("added") + count("updated") + count("unchanged") + count("errored") + count("cancelled");
    }

    /** How many records the source has, as far as known by now. */
    public long expected() {
        var stated = listing == null || !listing.goesOn() ? null : listing.expected();
        return Math.max(count("gathered"), stated == null ? 0 : stated);
    }
}
