package org.garner.catalog.store.access;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token as it may be shown: neither it nor its hash is here.
 *
 * @param lastUsed at most a minute behind
 */
public record ApiToken(
        UUID id,
        Grant grant,
        Instant created,
        String createdBy,
        @Nullable Instant lastUsed,
        @Nullable Instant revoked,
        @Nullable String revokedBy) {

    /**
     * What a token gives its bearer.
     *
     * @param name for people; no two tokens that hold have the same
     * @param publisher the name of the publisher that an admin or editor works for; null for the other roles
     * @param expires null when it holds until it is revoked
     */
    public record Grant(
            String name,
            Role role,
            @Nullable String publisher,
            Scope scope,
            @Nullable Instant expires) {
        public Grant {
            if (name.isBlank() || name.length() > 100) {
                throw new IllegalArgumentException(
                        "A token's name has 1 to 100 characters, but was '%s'".formatted(name));
            }
            if (role.ofPublisher() != (publisher != null)) {
                throw new IllegalArgumentException(
                        role.ofPublisher()
                                ? "A token of the role %s is for one publisher; none was given".formatted(role.word())
                                : "A token of the role %s is for no publisher, but '%s' was given"
                                        .formatted(role.word(), publisher));
            }
        }
    }

    /** Whether it gives its bearer anything at this time. */
    public boolean holds(Instant now) {
        return revoked == null && !expired(now);
    }

    public boolean expired(Instant now) {
        var expires = grant.expires();
        return expires != null && !expires.isAfter(now);
    }
}
