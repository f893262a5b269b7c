package org.garner.catalog.api.actions;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.api.RefusedException;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** A user: there are none yet. */
@Component
class UserShow implements ReadAction {

    @Override
    public String name() {
        return "user_show";
    }

    @Override
    public String help() {
        return "Gives a user, of whom there are none yet. id: the id or name. For sysadmins only.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        parameters.require(Permission.READ_USERS);
        var id = parameters.required("id");
        throw RefusedException.notFound("there is no user '%s': this catalogue has no users yet".formatted(id));
    }
}
