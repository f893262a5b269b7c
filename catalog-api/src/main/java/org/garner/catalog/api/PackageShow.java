package org.garner.catalog.api;

import org.garner.catalog.access.Permission;
import org.garner.catalog.store.Catalogue;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** A package by id or by name. */
@Component
class PackageShow implements ReadAction {

    private final Catalogue catalogue;

    PackageShow(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public String name() {
        return "package_show";
    }

    @Override
    public String help() {
        return """
            Gives a dataset with its resources. id: the dataset's id or name. A withdrawn or private one is for sysadmins only; \
            include_tracking and use_default_schema change nothing.\
            """;
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var id = parameters
                .text("id")
                .or(() -> parameters.text("name_or_id"))
                .orElseGet(() -> parameters.required("id"));
        var shown = catalogue
                .show(id)
                .orElseThrow(() -> new RefusedException(new ActionFailure.NotFound(
                        "the catalogue has no dataset with the id or name '%s'".formatted(id))));
        if (!shown.isPublic() && !parameters.may(Permission.READ_PRIVATE)) {
            throw new RefusedException(new ActionFailure.NotAllowed(
                    "the dataset '%s' is withdrawn or private; only its publisher may see it".formatted(id)));
        }
        result.writeRawValue(shown.dict());
    }
}
