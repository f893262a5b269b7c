package org.garner.control.actions;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.ledger.SourceReports;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Who gets mail about a source: nobody yet. */
@Component
class HarvestGetNotificationsRecipients implements ReadAction {

    private final SourceReports sources;

    HarvestGetNotificationsRecipients(SourceReports sources) {
        this.sources = sources;
    }

    @Override
    public String name() {
        return "harvest_get_notifications_recipients";
    }

    @Override
    public String help() {
        return "Gives who gets mail about a harvest source. source_id: its id or name. The list is empty: there are no"
                + " users yet, and no mail is sent. For sysadmins.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        parameters.require(Permission.READ_USERS);
        Named.source(parameters.required("source_id"), sources);
        result.writeStartArray();
        result.writeEndArray();
    }
}
