package org.garner.control.actions.write;

import java.util.UUID;
import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.RefusedException;
import org.garner.control.actions.JobDicts;
import org.garner.control.actions.Named;
import org.garner.control.rest.Desk;
import org.garner.control.rest.JobControl;
import org.garner.control.rest.ProblemCode;
import org.garner.control.rest.ProblemException;
import org.garner.ledger.Jobs;
import org.garner.ledger.Sources.Stored;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Ends a job. */
@Component
class HarvestJobAbort extends HarvestWrite {
    private final JobControl control;
    private final Jobs jobs;
    private final JobDicts dicts;

    HarvestJobAbort(Desk desk, JobControl control, Jobs jobs, JobDicts dicts) {
        super(desk);
        this.control = control;
        this.jobs = jobs;
        this.dicts = dicts;
    }

    @Override
    public String name() {
        return "harvest_job_abort";
    }

    @Override
    public String help() {
        return "Ends a harvest job and gives it; from then on nothing of it is written. id: the job's id, or the id or"
                + " name of a source, whose newest job is meant; or source_id. A job that has ended stays as it is."
                + " For editors and admins of the source's publisher, and sysadmins.";
    }

    @Override
    public Permission needs() {
        return Permission.OPERATE_SOURCE;
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        var job = parameters
                .text("source_id")
                .map(source -> newest(desk().source(source, Permission.OPERATE_SOURCE)))
                .orElseGet(() -> named(parameters.required("id")));
        try {
            control.abort(job);
        } catch (ProblemException e) {
            if (e.code() != ProblemCode.JOB_ENDED) {
                throw e;
            }
        }
        dicts.write(result, job);
    }

    private UUID named(String id) {
        var job = Named.id(id).flatMap(jobs::find);
        return job.isPresent()
                ? desk().job(job.get().id(), Permission.OPERATE_SOURCE).id()
                : newest(desk().source(id, Permission.OPERATE_SOURCE));
    }

    private UUID newest(Stored source) {
        return jobs.list(new Jobs.Filter(source.id(), null, null, null, null), null, 1).stream()
                .findFirst()
                .map(Jobs.Job::id)
                .orElseThrow(() -> RefusedException.notFound("the harvest source %s has no job"
                        .formatted(source.settings().name())));
    }
}
