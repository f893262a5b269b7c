package org.garner.control.rest;

import java.time.Instant;
import java.util.UUID;
import org.garner.catalog.store.access.ApiToken;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A token as the endpoint shows it: what it gives its bearer, but not itself. */
@JsonNaming(SnakeCaseStrategy.class)
record TokenJson(
        UUID id,
        String name,
        String role,
        @Nullable String publisher,
        String scope,
        String state,
        Instant created,
        String createdBy,
        @Nullable Instant expires,
        @Nullable Instant lastUsed,
        @Nullable Instant revoked,
        @Nullable String revokedBy) {
    static TokenJson of(ApiToken token, Instant now) {
        var grant = token.grant();
        return new TokenJson(
                token.id(),
                grant.name(),
                grant.role().word(),
                grant.publisher(),
                grant.scope().word(),
                token.revoked() != null ? "revoked" : token.expired(now) ? "expired" : "holding",
                token.created(),
                token.createdBy(),
                grant.expires(),
                token.lastUsed(),
                token.revoked(),
                token.revokedBy());
    }
}
