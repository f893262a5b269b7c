package org.garner.catalog.store.access;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that was done, or that somebody was not let do.
 *
 * @param action what was asked, such as {@code POST /jobs/{job}/abort}
 * @param target what it was asked of; null when that is the installation, or did not exist yet
 * @param detail a JSON object, without secrets
 */
public record AuditEvent(
        UUID id,
        Instant at,
        Actor actor,
        String action,
        @Nullable Target target,
        String detail,
        Outcome outcome,
        Origin origin) {

    /**
     * Who asked.
     *
     * @param token null for the admin token, the system, and whoever brought no token that holds
     */
    public record Actor(
            @Nullable UUID token, String name, @Nullable Role role) {}

    /** A source, job, token or the like. */
    public record Target(String kind, String id) {}

    /**
     * Where the request came from.
     *
     * @param requestId the answer to the request bears the same
     */
    public record Origin(String requestId, @Nullable String address) {}

    /** What became of it. */
    public enum Outcome {
        DONE,
        /** The caller was not allowed to. */
        REFUSED,
        /** It was allowed, and did not work. */
        FAILED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
