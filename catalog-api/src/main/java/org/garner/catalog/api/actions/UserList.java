package org.garner.catalog.api.actions;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** The users of the catalogue: there are none yet. */
@Component
class UserList implements ReadAction {

    @Override
    public String name() {
        return "user_list";
    }

    @Override
    public String help() {
        return "Gives the users, of whom there are none yet. For sysadmins only.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        parameters.require(Permission.READ_USERS);
        result.writeStartArray();
        result.writeEndArray();
    }
}
