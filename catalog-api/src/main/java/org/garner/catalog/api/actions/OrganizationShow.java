package org.garner.catalog.api.actions;

import java.util.List;
import org.garner.catalog.access.Permission;
import org.garner.catalog.api.GroupDict;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.api.RefusedException;
import org.garner.catalog.store.CatalogueViews;
import org.garner.catalog.store.Publishers;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** A publisher by id or by name. */
@Component
class OrganizationShow implements ReadAction {

    /** As many as CKAN gives: for more there is package_search. */
    private static final int MOST_DATASETS = 1000;

    private final Publishers publishers;
    private final CatalogueViews catalogue;

    OrganizationShow(Publishers publishers, CatalogueViews catalogue) {
        this.publishers = publishers;
        this.catalogue = catalogue;
    }

    @Override
    public String name() {
        return "organization_show";
    }

    @Override
    public String help() {
        return """
            Gives a publisher. id: its id or name; include_datasets: its datasets too (false unless told, at most %d); include_dataset_count: how \
            many it has (true unless told). Members are never shown.\
            """.formatted(MOST_DATASETS);
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var id = parameters.required("id");
        var publisher = publishers
                .find(id)
                .filter(found -> found.state().equals("active") || parameters.may(Permission.READ_PRIVATE))
                .orElseThrow(() -> RefusedException.notFound(
                        "the catalogue has no organization with the id or name '%s'".formatted(id)));
        var counted = parameters.flag("include_dataset_count", true);
        var withDatasets = parameters.flag("include_datasets", false);
        result.writeStartObject();
        GroupDict.write(result, publisher);
        publisher.details().forEach(result::writeStringProperty);
        if (counted) {
            result.writeNumberProperty(
                    "package_count", catalogue.counts(List.of(publisher.id())).getOrDefault(publisher.id(), 0L));
        }
        if (withDatasets) {
            result.writeArrayPropertyStart("packages");
            catalogue.ofPublisher(publisher.id(), MOST_DATASETS).forEach(result::writeRawValue);
            result.writeEndArray();
        }
        for (var member : List.of("extras", "tags", "groups", "users")) {
            GroupDict.writeEmpty(result, member);
        }
        result.writeEndObject();
    }
}
