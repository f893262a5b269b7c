package org.garner.catalog.api.actions;

import java.util.List;
import org.garner.catalog.access.Caller;
import org.garner.catalog.api.GroupDict;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.store.Publisher;
import org.garner.catalog.store.Publishers;
import org.garner.catalog.store.access.Role;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** The publishers that the caller may publish for: all for a sysadmin, their own for its admins and editors, none for anybody else. */
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
        return "Gives the publishers that the caller may publish for: all for a sysadmin, their own for its admins and"
                + " editors, none for anybody else. No"
                + " parameters.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        result.writeStartArray();
        if (parameters.caller() instanceof Caller.Bearer bearer) {
            var capacity = bearer.grant().role() == Role.EDITOR ? "editor" : "admin";
            for (var publisher : publishersOf(bearer)) {
                result.writeStartObject();
                GroupDict.write(result, publisher);
                result.writeStringProperty("capacity", capacity);
                result.writeEndObject();
            }
        }
        result.writeEndArray();
    }

    private List<Publisher> publishersOf(Caller.Bearer bearer) {
        var own = bearer.grant().publisher();
        if (own != null) {
            return publishers.find(own).stream().toList();
        }
        return bearer.grant().role() == Role.SYSADMIN ? publishers.all() : List.of();
    }
}
