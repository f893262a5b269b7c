package org.garner.control.actions.write;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.control.rest.Desk;
import org.garner.ledger.Operations.Kind;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Withdraws the datasets of a source. */
@Component
class HarvestSourceClear extends HarvestWrite {
    private final WholeSources operations;

    HarvestSourceClear(Desk desk, WholeSources operations) {
        super(desk);
        this.operations = operations;
    }

    @Override
    public String name() {
        return "harvest_source_clear";
    }

    @Override
    public String help() {
        return "Withdraws the datasets of a harvest source and forgets its records; an open job of it is aborted first."
                + " id: its id or name. It goes on in the background: /api/v1/operations/ followed by the operation of"
                + " the answer shows how far it is. The history of its jobs stays (harvest_source_job_history_clear)."
                + " For editors and admins of its publisher, and sysadmins.";
    }

    @Override
    public Permission needs() {
        return Permission.EDIT_SOURCE;
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        var source = desk().source(parameters.required("id"), Permission.EDIT_SOURCE);
        operations.begin(source.id(), Kind.CLEAR, false, result);
    }
}
