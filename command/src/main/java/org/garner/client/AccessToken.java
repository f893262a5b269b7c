package org.garner.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A token as the API shows it.
 *
 * @param state holding, expired or revoked
 */
@JsonNaming(SnakeCaseStrategy.class)
public record AccessToken(
        String id,
        String name,
        String role,
        @Nullable String publisher,
        String scope,
        String state,
        @Nullable Instant expires,
        @Nullable Instant lastUsed) {}
