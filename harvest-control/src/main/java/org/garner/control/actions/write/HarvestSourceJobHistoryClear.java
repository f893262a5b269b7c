package org.garner.control.actions.write;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.control.rest.Desk;
import org.garner.ledger.Operations.Kind;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Removes the jobs of a source; its datasets stay. */
@Component
class HarvestSourceJobHistoryClear extends HarvestWrite {
    private final WholeSources operations;

    HarvestSourceJobHistoryClear(Desk desk, WholeSources operations) {
        super(desk);
        this.operations = operations;
    }

    @Override
    public String name() {
        return "harvest_source_job_history_clear";
    }

    @Override
    public String help() {
        return "Removes the jobs of a harvest source with their objects and errors; an open job is aborted first."
                + " Its datasets stay. id: its id or name; keep_current: the objects that datasets were made from and"
                + " the newest job stay. It goes on in the background: /api/v1/operations/ followed by the operation"
                + " of the answer shows how far it is. For editors and admins of its publisher, and sysadmins.";
    }

    @Override
    public Permission needs() {
        return Permission.EDIT_SOURCE;
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        var source = desk().source(parameters.required("id"), Permission.EDIT_SOURCE);
        operations.begin(source.id(), Kind.CLEAR_HISTORY, parameters.flag("keep_current", false), result);
    }
}
