package org.garner.control.actions.write;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.control.rest.Desk;
import org.garner.control.rest.SourceControl;
import org.garner.ledger.Jobs;
import org.garner.ledger.Operations.Kind;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Deletes a harvest source. */
@Component
class HarvestSourceDelete extends HarvestWrite {
    private final SourceControl sources;
    private final WholeSources operations;
    private final Jobs jobs;

    HarvestSourceDelete(Desk desk, SourceControl sources, WholeSources operations, Jobs jobs) {
        super(desk);
        this.sources = sources;
        this.operations = operations;
        this.jobs = jobs;
    }

    @Override
    public String name() {
        return "harvest_source_delete";
    }

    @Override
    public String help() {
        return "Deletes a harvest source; an open job of it is aborted first. id: its id or name; clear_source: its"
                + " datasets are withdrawn too, in the background, as by harvest_source_clear. Otherwise they stay, and"
                + " harvest_source_create with the same url, type and config brings the source back with them."
                + " For editors and admins of its publisher, and sysadmins.";
    }

    @Override
    public Permission needs() {
        return Permission.EDIT_SOURCE;
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        var source = desk().source(parameters.required("id"), Permission.EDIT_SOURCE);
        if (parameters.flag("clear_source", false)) {
            operations.begin(source.id(), Kind.DELETE_SOURCE, false, result);
            return;
        }
        jobs.openOf(source.id())
                .ifPresent(open ->
                        jobs.abort(open.id(), Jobs.By.somebody(desk().asker()), "aborted to delete the source"));
        sources.delete(source.id().toString());
        result.writeNull();
    }
}
