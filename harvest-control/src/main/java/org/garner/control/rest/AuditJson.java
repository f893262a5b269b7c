package org.garner.control.rest;

import java.time.Instant;
import java.util.UUID;
import org.garner.catalog.store.access.AuditEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** An audit event as the endpoint shows it. */
@JsonNaming(SnakeCaseStrategy.class)
record AuditJson(
        UUID id,
        Instant at,
        String who,
        @Nullable UUID token,
        @Nullable String role,
        String action,
        @Nullable Target target,
        String outcome,
        JsonNode detail,
        String requestId,
        @Nullable String remoteAddress) {

    record Target(String kind, String id) {}

    static AuditJson of(AuditEvent event) {
        var actor = event.actor();
        var target = event.target();
        return new AuditJson(
                event.id(),
                event.at(),
                actor.name(),
                actor.token(),
                actor.role() == null ? null : actor.role().word(),
                event.action(),
                target == null ? null : new Target(target.kind(), target.id()),
                event.outcome().word(),
                JsonMapper.shared().readTree(event.detail()),
                event.origin().requestId(),
                event.origin().address());
    }
}
