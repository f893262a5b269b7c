package org.garner.control.actions.write;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.control.rest.Desk;
import org.garner.control.rest.ProblemCode;
import org.garner.control.rest.ProblemException;
import org.garner.ledger.Operations.Kind;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Removes the jobs of all sources; their datasets stay. */
@Component
class HarvestSourcesJobHistoryClear extends HarvestWrite {
    private final AllSources sources;
    private final WholeSources operations;

    HarvestSourcesJobHistoryClear(Desk desk, AllSources sources, WholeSources operations) {
        super(desk);
        this.sources = sources;
        this.operations = operations;
    }

    @Override
    public String name() {
        return "harvest_sources_job_history_clear";
    }

    @Override
    public String help() {
        return "Removes the jobs of all harvest sources as harvest_source_job_history_clear does, in the background."
                + " keep_current: the objects that datasets were made from and the newest job of each stay. Gives the"
                + " ids of the sources; one that has an open operation is left alone. For sysadmins.";
    }

    @Override
    public Permission needs() {
        return Permission.OPERATE_ALL;
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        desk().require(Permission.OPERATE_ALL);
        var keepCurrent = parameters.flag("keep_current", false);
        result.writeStartArray();
        for (var source : sources.all()) {
            try {
                operations.begin(source, Kind.CLEAR_HISTORY, keepCurrent, result);
            } catch (ProblemException e) {
                // Deleted, or taken by another operation, a moment ago.
                if (e.code() != ProblemCode.OPERATION_OPEN && e.code() != ProblemCode.NOT_FOUND) {
                    throw e;
                }
            }
        }
        result.writeEndArray();
    }
}
