package org.garner.control.actions;

import java.util.List;
import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.ledger.JobReports;
import org.garner.ledger.JobReports.Summary;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** A harvest job with its counts and most frequent errors. */
@Component
class HarvestJobShow implements ReadAction {

    private final JobReports jobs;

    HarvestJobShow(JobReports jobs) {
        this.jobs = jobs;
    }

    @Override
    public String name() {
        return "harvest_job_show";
    }

    @Override
    public String help() {
        return "Gives a harvest job with its counts and its twenty most frequent errors. id: its id. For bearers of"
                + " a token.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        parameters.require(Permission.READ_JOBS);
        var job = Named.job(parameters, jobs);
        JobDict.write(result, job, jobs.summaries(List.of(job.id())).getOrDefault(job.id(), Summary.NONE));
    }
}
