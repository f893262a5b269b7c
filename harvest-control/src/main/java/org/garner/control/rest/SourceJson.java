package org.garner.control.rest;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.garner.harvest.http.Secrets;
import org.garner.ledger.Sources.Stored;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A source as the endpoint shows it. Nothing in it changes but by an edit, which raises its version, and with the clock, which moves its next run:
 * both make its ETag.
 */
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
        List<String> quietHours,
        @Nullable Instant nextRun,
        @Nullable Paused paused,
        Instant created,
        int version) {

    /** The scheduler starts nothing of this source until somebody edits it. */
    record Paused(Instant since, String reason) {}

    static SourceJson of(Stored stored) {
        var settings = stored.settings();
        var pause = stored.pause();
        return new SourceJson(
                stored.id(),
                settings.name(),
                Secrets.hidden(settings.url()),
                settings.type().value(),
                settings.title(),
                settings.notes(),
                settings.config().shown(),
                settings.ownerOrg(),
                settings.active(),
                settings.frequency(),
                settings.quietHours(),
                stored.nextRun(),
                pause == null ? null : new Paused(pause.since(), pause.reason()),
                stored.created(),
                stored.version());
    }
}
