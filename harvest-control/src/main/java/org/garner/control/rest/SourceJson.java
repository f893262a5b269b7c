package org.garner.control.rest;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.garner.ledger.Sources.Stored;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A source as the endpoint shows it; nothing in it changes but by an edit, so that its version is its ETag. */
@JsonNaming(SnakeCaseStrategy.class)
record SourceJson(
        UUID id,
        String name,
        URI url,
        String type,
        String title,
        String notes,
        JsonNode config,
        @Nullable String publisher,
        boolean active,
        String frequency,
        Instant created,
        int version) {
    static SourceJson of(Stored stored) {
        var settings = stored.settings();
        return new SourceJson(
                stored.id(),
                settings.name(),
                settings.url(),
                settings.type().value(),
                settings.title(),
                settings.notes(),
                settings.config().shown(),
                settings.ownerOrg(),
                settings.active(),
                settings.frequency(),
                stored.created(),
                stored.version());
    }
}
