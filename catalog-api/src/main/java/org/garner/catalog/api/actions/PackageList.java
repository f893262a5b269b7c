package org.garner.catalog.api.actions;

import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.store.CatalogueViews;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** The names of all datasets that everybody can see. */
@Component
class PackageList implements ReadAction {

    /** As many names as are asked of the database at once: what an answer holds does not grow with the catalogue. */
    private static final int AT_ONCE = 10_000;

    private final CatalogueViews catalogue;

    PackageList(CatalogueViews catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public String name() {
        return "package_list";
    }

    @Override
    public String help() {
        return "Gives the names of all datasets, in order. limit: how many, all unless told; offset: how many to leave"
                + " out.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var asked = parameters.count("limit", 0);
        var left = asked == 0 ? Integer.MAX_VALUE : asked;
        var offset = parameters.count("offset", 0);
        var last = "";
        result.writeStartArray();
        while (left > 0) {
            var most = Math.min(left, AT_ONCE);
            var names = catalogue.names(last, offset, most);
            names.forEach(result::writeString);
            if (names.size() < most) {
                break;
            }
            left -= most;
            last = names.getLast();
            offset = 0;
        }
        result.writeEndArray();
    }
}
