package org.garner.control.actions.write;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.control.rest.Desk;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** The same as {@link HarvestSourceReindex} for all sources. */
@Component
class HarvestSourcesReindex extends HarvestWrite {
    HarvestSourcesReindex(Desk desk) {
        super(desk);
    }

    @Override
    public String name() {
        return "harvest_sources_reindex";
    }

    @Override
    public String help() {
        return "Gives true: how harvest sources stand is read from the database each time, no index has to be told."
                + " For sysadmins.";
    }

    @Override
    public Permission needs() {
        return Permission.OPERATE_ALL;
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        desk().require(Permission.OPERATE_ALL);
        result.writeBoolean(true);
    }
}
