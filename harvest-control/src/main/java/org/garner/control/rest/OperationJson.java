package org.garner.control.rest;

import java.time.Instant;
import java.util.UUID;
import org.garner.harvest.HarvestSource;
import org.garner.ledger.Operations.Kind;
import org.garner.ledger.Operations.Operation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** An operation as the endpoint shows it. */
@JsonNaming(SnakeCaseStrategy.class)
record OperationJson(
        UUID id,
        String kind,
        Source source,
        @Nullable Boolean keepCurrent,
        String state,
        @Nullable Long total,
        long done,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant finished,
        String askedBy,
        @Nullable String reason) {
    record Source(UUID id, String name) {}

    static OperationJson of(Operation operation, HarvestSource source) {
        var asked = operation.asked();
        return new OperationJson(
                operation.id(),
                asked.kind().word(),
                new Source(source.id(), source.name()),
                asked.kind() == Kind.CLEAR_HISTORY ? asked.keepCurrent() : null,
                operation.state().word(),
                operation.total(),
                operation.done(),
                operation.created(),
                operation.started(),
                operation.finished(),
                asked.by(),
                operation.reason());
    }
}
