package org.garner.control.actions;

import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.ledger.SourceReports;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** How a harvest source stands. */
@Component
class HarvestSourceShowStatus implements ReadAction {

    private final SourceReports sources;
    private final SourceStatus status;

    HarvestSourceShowStatus(SourceReports sources, SourceStatus status) {
        this.sources = sources;
        this.status = status;
    }

    @Override
    public String name() {
        return "harvest_source_show_status";
    }

    @Override
    public String help() {
        return "Gives how a harvest source stands: its jobs, the newest of them, its datasets. id: its id or name.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        status.write(result, Named.source(parameters.required("id"), sources));
    }
}
