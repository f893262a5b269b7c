package org.garner.catalog.api.actions;

import java.util.List;
import org.garner.catalog.api.GroupDict;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.store.Publisher;
import org.garner.catalog.store.Publishers;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** The publishers that the caller may publish for: all for a sysadmin, none for anybody else. */
@Component
class OrganizationListForUser implements ReadAction {

    private final Publishers publishers;

    OrganizationListForUser(Publishers publishers) {
        this.publishers = publishers;
    }

    @Override
    public String name() {
        return "organization_list_for_user";
    }

    @Override
    public String help() {
        return "Gives the publishers that the caller may publish for: all for a sysadmin, none for anybody else. No"
                + " parameters.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var all = parameters.isSysadmin() ? publishers.all() : List.<Publisher>of();
        result.writeStartArray();
        for (var publisher : all) {
            result.writeStartObject();
            GroupDict.write(result, publisher);
            result.writeStringProperty("capacity", "admin");
            result.writeEndObject();
        }
        result.writeEndArray();
    }
}
