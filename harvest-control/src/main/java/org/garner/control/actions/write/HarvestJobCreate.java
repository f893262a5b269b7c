package org.garner.control.actions.write;

import java.util.List;
import java.util.UUID;
import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.control.actions.JobDicts;
import org.garner.control.rest.Desk;
import org.garner.control.rest.JobControl;
import org.garner.control.rest.NewJob;
import org.garner.harvest.JobMode;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Starts a job. */
@Component
class HarvestJobCreate extends HarvestWrite {
    private final JobControl jobs;
    private final JobDicts dicts;

    HarvestJobCreate(Desk desk, JobControl jobs, JobDicts dicts) {
        super(desk);
        this.jobs = jobs;
        this.dicts = dicts;
    }

    @Override
    public String name() {
        return "harvest_job_create";
    }

    @Override
    public String help() {
        return "Starts a job of a harvest source and gives it. source_id: the source's id or name. A job needs nobody"
                + " to send it: it runs as soon as there is room, also with run=false. For editors and admins of its"
                + " publisher, and sysadmins.";
    }

    @Override
    public Permission needs() {
        return Permission.OPERATE_SOURCE;
    }

    @Override
    String subject() {
        return "source_id";
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        var source = desk().source(parameters.required("source_id"), Permission.OPERATE_SOURCE);
        var job = jobs.start(
                source.id().toString(),
                new NewJob(JobMode.INCREMENTAL, List.of()),
                null,
                view -> view.job().id().toString());
        dicts.write(result, UUID.fromString(job));
    }
}
