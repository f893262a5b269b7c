package org.garner.catalog.api.actions;

import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.store.CatalogueViews;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** The views of a resource: this catalogue makes none. */
@Component
class ResourceViewList implements ReadAction {

    private final CatalogueViews catalogue;

    ResourceViewList(CatalogueViews catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public String name() {
        return "resource_view_list";
    }

    @Override
    public String help() {
        return "Gives the views of a resource, of which there are none. id: the resource's id.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var unused = Resources.named(parameters, catalogue);
        result.writeStartArray();
        result.writeEndArray();
    }
}
