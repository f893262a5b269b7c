package org.garner.control.actions.write;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.control.rest.Desk;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** What CKAN does to find a source again as its tables have it; here they are what is searched. */
@Component
class HarvestSourceReindex extends HarvestWrite {
    HarvestSourceReindex(Desk desk) {
        super(desk);
    }

    @Override
    public String name() {
        return "harvest_source_reindex";
    }

    @Override
    public String help() {
        return "Gives true: how a harvest source stands is read from the database each time, no index has to be told."
                + " id: its id or name. For its datasets see harvest_source_index_clear. For editors and admins of its"
                + " publisher, and sysadmins.";
    }

    @Override
    public Permission needs() {
        return Permission.EDIT_SOURCE;
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        desk().source(parameters.required("id"), Permission.EDIT_SOURCE);
        result.writeBoolean(true);
    }
}
