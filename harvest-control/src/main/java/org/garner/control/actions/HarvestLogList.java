package org.garner.control.actions;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.api.RefusedException;
import org.garner.catalog.store.CkanTime;
import org.garner.ledger.HarvestLog;
import org.garner.ledger.HarvestLog.Level;
import org.garner.ledger.HarvestLog.Line;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** The log of all jobs, the newest lines first. */
@Component
class HarvestLogList implements ReadAction {

    private static final int USUAL = 100;
    private static final int AT_ONCE = 1_000;

    private final HarvestLog log;

    HarvestLogList(HarvestLog log) {
        this.log = log;
    }

    @Override
    public String name() {
        return "harvest_log_list";
    }

    @Override
    public String help() {
        return "Gives lines of the log of harvest jobs, the newest first. limit: how many, 100 unless told (per_page is"
                + " the same, and goes before it); offset: how many to skip; level: only those of debug, info, warning,"
                + " error or critical. For bearers of a token.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        parameters.require(Permission.READ_JOBS);
        var level = parameters.text("level").map(HarvestLogList::level).orElse(null);
        var perPage = parameters.count("per_page", 0);
        var left = perPage > 0 ? perPage : parameters.count("limit", USUAL);
        var skipped = parameters.count("offset", 0);
        @Nullable Line last = null;
        result.writeStartArray();
        while (left > 0) {
            var most = Math.min(left, AT_ONCE);
            var page = log.newest(level, last, last == null ? skipped : 0, most);
            page.forEach(line -> write(result, line));
            left = page.size() < most ? 0 : left - most;
            last = page.isEmpty() ? null : page.getLast();
        }
        result.writeEndArray();
    }

    private static Level level(String name) {
        return Level.of(name)
                .orElseThrow(() -> RefusedException.invalid(
                        "level", "Must be one of debug, info, warning, error, critical, but was '%s'".formatted(name)));
    }

    private static void write(JsonGenerator json, Line line) {
        json.writeStartObject();
        json.writeStringProperty("content", line.content());
        json.writeStringProperty("created", CkanTime.text(line.created()));
        json.writeStringProperty("level", line.level());
        json.writeEndObject();
    }
}
