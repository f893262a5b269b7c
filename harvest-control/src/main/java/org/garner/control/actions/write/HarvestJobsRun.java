package org.garner.control.actions.write;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.control.rest.Desk;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** What CKAN needs a cron job for, and this server does by itself. */
@Component
class HarvestJobsRun extends HarvestWrite {
    HarvestJobsRun(Desk desk) {
        super(desk);
    }

    @Override
    public String name() {
        return "harvest_jobs_run";
    }

    @Override
    public String help() {
        return "Has the dispatcher look at all jobs now; gives an empty list. Jobs are started, finished and repeated"
                + " without it, and the scheduler starts what is due: nothing needs to call this. source_id: must"
                + " exist. For sysadmins.";
    }

    @Override
    public Permission needs() {
        return Permission.OPERATE_ALL;
    }

    @Override
    String subject() {
        return "source_id";
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        desk().require(Permission.OPERATE_ALL);
        parameters.text("source_id").ifPresent(source -> desk().source(source, Permission.OPERATE_ALL));
        desk().wake();
        result.writeStartArray();
        result.writeEndArray();
    }
}
