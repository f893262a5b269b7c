package org.garner.catalog.api.actions;

import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.store.CatalogueViews;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** One resource of a dataset. */
@Component
class ResourceShow implements ReadAction {

    private final CatalogueViews catalogue;

    ResourceShow(CatalogueViews catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public String name() {
        return "resource_show";
    }

    @Override
    public String help() {
        return "Gives a resource. id: its id.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        result.writeRawValue(Resources.named(parameters, catalogue).dict());
    }
}
