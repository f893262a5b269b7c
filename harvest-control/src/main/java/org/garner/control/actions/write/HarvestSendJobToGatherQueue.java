package org.garner.control.actions.write;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.RefusedException;
import org.garner.control.actions.JobDicts;
import org.garner.control.actions.Named;
import org.garner.control.rest.Desk;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Has the dispatcher look at a job now. */
@Component
class HarvestSendJobToGatherQueue extends HarvestWrite {
    private final JobDicts dicts;

    HarvestSendJobToGatherQueue(Desk desk, JobDicts dicts) {
        super(desk);
        this.dicts = dicts;
    }

    @Override
    public String name() {
        return "harvest_send_job_to_gather_queue";
    }

    @Override
    public String help() {
        return "Gives a harvest job, after having it looked at now. id: the job's id. A job needs nobody to send it: a"
                + " New one runs as soon as there is room. For editors and admins of the source's publisher, and"
                + " sysadmins.";
    }

    @Override
    public Permission needs() {
        return Permission.OPERATE_SOURCE;
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        var id = parameters.required("id");
        var job = Named.id(id)
                .map(uuid -> desk().job(uuid, Permission.OPERATE_SOURCE))
                .orElseThrow(() -> RefusedException.notFound("there is no job '%s'".formatted(id)));
        if (!job.open()) {
            throw RefusedException.invalid(
                    "id",
                    "The job %s has ended (%s) and is not run again: harvest_job_create starts another."
                            .formatted(id, job.outcome()));
        }
        desk().wake();
        dicts.write(result, job.id());
    }
}
