package org.garner.catalog.api.actions;

import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.store.Publishers;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Publishers for somebody who types a name or a title. */
@Component
class OrganizationAutocomplete implements ReadAction {

    private final Publishers publishers;

    OrganizationAutocomplete(Publishers publishers) {
        this.publishers = publishers;
    }

    @Override
    public String name() {
        return "organization_autocomplete";
    }

    @Override
    public String help() {
        return "Gives publishers whose name or title contains this. q: what was typed; limit: how many, 20 unless"
                + " told, at most 1000.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var typed = parameters.required("q");
        var limit = Math.min(parameters.count("limit", 20), 1000);
        var found = publishers.called(typed.strip(), limit);
        result.writeStartArray();
        for (var publisher : found) {
            result.writeStartObject();
            result.writeStringProperty("id", publisher.id().toString());
            result.writeStringProperty("name", publisher.name());
            result.writeStringProperty("title", publisher.title());
            result.writeEndObject();
        }
        result.writeEndArray();
    }
}
