package org.garner.control.actions;

import java.util.List;
import java.util.UUID;
import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.ledger.JobReports;
import org.garner.ledger.JobReports.JobReport;
import org.garner.ledger.SourceReports;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Harvest jobs with their counts, the newest first. */
@Component
class HarvestJobList implements ReadAction {

    private static final int AT_ONCE = 500;

    private final JobReports jobs;
    private final SourceReports sources;

    HarvestJobList(JobReports jobs, SourceReports sources) {
        this.jobs = jobs;
        this.sources = sources;
    }

    @Override
    public String name() {
        return "harvest_job_list";
    }

    @Override
    public String help() {
        return "Gives harvest jobs with their counts, the newest first. source_id: only those of this source; status:"
                + " only New, Running or Finished ones. For bearers of a token.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        parameters.require(Permission.READ_JOBS);
        var status = parameters.text("status").orElse(null);
        var source = parameters
                .text("source_id")
                .map(id -> Named.source(id, sources).source().id())
                .orElse(null);
        var page = page(source, status, null);
        result.writeStartArray();
        while (!page.isEmpty()) {
            page.forEach(job -> JobDict.write(result, job, null));
            page = page.size() < AT_ONCE
                    ? List.of()
                    : page(source, status, page.getLast().id());
        }
        result.writeEndArray();
    }

    private List<JobReport> page(@Nullable UUID source, @Nullable String status, @Nullable UUID before) {
        return jobs.list(source, status, before, AT_ONCE);
    }
}
