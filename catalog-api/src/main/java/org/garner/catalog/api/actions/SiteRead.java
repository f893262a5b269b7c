package org.garner.catalog.api.actions;

import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Whether the caller may read the site: everybody may. */
@Component
class SiteRead implements ReadAction {

    @Override
    public String name() {
        return "site_read";
    }

    @Override
    public String help() {
        return "Tells that this catalogue may be read. No parameters.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        result.writeBoolean(true);
    }
}
