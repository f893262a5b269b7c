package org.garner.control.rest;

import java.time.Instant;
import org.garner.ledger.Holds.Hold;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A held withdrawal as the endpoint shows it: the rule that held it, the figures it saw, and what was decided. */
@JsonNaming(SnakeCaseStrategy.class)
record HoldJson(
        String rule,
        String reason,
        long listed,
        long lastComplete,
        long liveBefore,
        long missing,
        long appeared,
        Instant created,
        @Nullable String decision,
        @Nullable String decidedBy,
        @Nullable Instant decided,
        @Nullable String note) {
    static HoldJson of(Hold hold) {
        var figures = hold.figures();
        var decision = hold.decision();
        return new HoldJson(
                hold.rule(),
                hold.reason(),
                figures.listed(),
                figures.lastComplete(),
                figures.before(),
                figures.missing(),
                figures.appeared(),
                hold.created(),
                decision == null ? null : decision.word(),
                decision == null ? null : decision.by(),
                decision == null ? null : decision.at(),
                decision == null ? null : decision.note());
    }
}
