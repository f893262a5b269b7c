package org.garner.catalog.api.actions;

import java.util.List;
import org.garner.catalog.api.GroupDict;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.api.RefusedException;
import org.garner.catalog.store.Catalogue;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** A group by id or by name. */
@Component
class GroupShow implements ReadAction {
    private static final int MOST_PACKAGES = 1_000;

    private final Catalogue catalogue;

    GroupShow(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public String name() {
        return "group_show";
    }

    @Override
    public String help() {
        return "Gives a group. id: the group's id or name; include_datasets: true to add its datasets, at most %d."
                .formatted(MOST_PACKAGES);
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var id = parameters.required("id");
        var found = catalogue
                .groups()
                .find(id)
                .orElseThrow(() ->
                        RefusedException.notFound("the catalogue has no group with the id or name '%s'".formatted(id)));
        var withPackages = parameters.flag("include_datasets", false);
        result.writeStartObject();
        GroupDict.write(result, found.group());
        result.writeNumberProperty("package_count", found.packages());
        if (withPackages) {
            result.writeArrayPropertyStart("packages");
            catalogue
                    .showAll(catalogue.groups().packages(found.group().id(), MOST_PACKAGES))
                    .forEach(shown -> result.writeRawValue(shown.dict()));
            result.writeEndArray();
        }
        for (var member : List.of("extras", "tags", "groups", "users")) {
            GroupDict.writeEmpty(result, member);
        }
        result.writeEndObject();
    }
}
