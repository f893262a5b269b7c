package org.garner.control.actions;

import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.harvesters.Harvesters;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** The source types that this server can harvest. */
@Component
class HarvestersInfoShow implements ReadAction {

    private final Harvesters harvesters;

    HarvestersInfoShow(Harvesters harvesters) {
        this.harvesters = harvesters;
    }

    @Override
    public String name() {
        return "harvesters_info_show";
    }

    @Override
    public String help() {
        return "Gives the source types that can be harvested. No parameters.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        result.writeStartArray();
        for (var harvester : harvesters.all()) {
            result.writeStartObject();
            result.writeStringProperty("name", harvester.type().value());
            result.writeStringProperty("title", harvester.title());
            result.writeStringProperty("description", harvester.description());
            result.writeStringProperty("form_config_interface", "Text");
            result.writeBooleanProperty("show_config", true);
            result.writeEndObject();
        }
        result.writeEndArray();
    }
}
