package org.garner.control.actions.write;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.control.actions.SourceDict;
import org.garner.control.rest.Desk;
import org.garner.control.rest.SourceControl;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Describes a harvest source anew. */
@Component
class HarvestSourceUpdate extends HarvestWrite {
    private final SourceControl sources;
    private final SourceDict dict;

    HarvestSourceUpdate(Desk desk, SourceControl sources, SourceDict dict) {
        super(desk);
        this.sources = sources;
        this.dict = dict;
    }

    @Override
    public String name() {
        return "harvest_source_update";
    }

    @Override
    public String help() {
        return "Describes a harvest source anew and gives it. id: its id or name; then as harvest_source_create."
                + " What is not given becomes what it is for a new source, except owner_org, state and quiet_hours,"
                + " which stay. Secrets that are sent back as *** stay too. For editors and admins of its publisher,"
                + " and sysadmins.";
    }

    @Override
    public Permission needs() {
        return Permission.EDIT_SOURCE;
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        var id = parameters.text("id").or(() -> parameters.text("name")).orElseGet(() -> parameters.required("id"));
        var source = desk().source(id, Permission.EDIT_SOURCE);
        sources.change(source.id().toString(), SourceMembers.replaced(parameters), null);
        dict.write(result, source.id());
    }
}
