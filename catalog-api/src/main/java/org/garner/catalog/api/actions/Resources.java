package org.garner.catalog.api.actions;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.RefusedException;
import org.garner.catalog.store.CatalogueViews;
import org.garner.catalog.store.CatalogueViews.ShownResource;

/** Finds the resource that an action is about. */
final class Resources {

    private Resources() {}

    /** @throws RefusedException when it does not exist, or is not for this caller */
    static ShownResource named(Parameters parameters, CatalogueViews catalogue) {
        var id = parameters.required("id");
        var resource = catalogue
                .resource(id)
                .orElseThrow(() ->
                        RefusedException.notFound("the catalogue has no resource with the id '%s'".formatted(id)));
        if (!resource.isPublic() && !parameters.may(Permission.READ_PRIVATE)) {
            throw RefusedException.notAllowed(
                    "the resource '%s' belongs to a dataset that is withdrawn or private; only its publisher may see it"
                            .formatted(id));
        }
        return resource;
    }
}
