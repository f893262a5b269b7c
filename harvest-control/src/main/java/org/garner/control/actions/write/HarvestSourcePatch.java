package org.garner.control.actions.write;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.control.actions.SourceDict;
import org.garner.control.rest.Desk;
import org.garner.control.rest.SourceControl;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Changes a harvest source in what is given. */
@Component
class HarvestSourcePatch extends HarvestWrite {
    private final SourceControl sources;
    private final SourceDict dict;

    HarvestSourcePatch(Desk desk, SourceControl sources, SourceDict dict) {
        super(desk);
        this.sources = sources;
        this.dict = dict;
    }

    @Override
    public String name() {
        return "harvest_source_patch";
    }

    @Override
    public String help() {
        return "Changes a harvest source in what is given, and gives it. id: its id or name; then any parameter of"
                + " harvest_source_create. For editors and admins of its publisher, and sysadmins.";
    }

    @Override
    public Permission needs() {
        return Permission.EDIT_SOURCE;
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        var source = desk().source(parameters.required("id"), Permission.EDIT_SOURCE);
        sources.change(source.id().toString(), SourceMembers.patched(parameters), null);
        dict.write(result, source.id());
    }
}
