package org.garner.control.actions;

import java.util.List;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.JobReports;
import org.garner.ledger.JobReports.Summary;
import org.garner.ledger.SourceReports.SourceReport;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** How a source stands: its jobs, the newest of them, and its datasets. */
@Component
class SourceStatus {

    private final HarvestRecords records;
    private final JobReports jobs;

    SourceStatus(HarvestRecords records, JobReports jobs) {
        this.records = records;
        this.jobs = jobs;
    }

    void write(JsonGenerator json, SourceReport report) {
        var last = report.lastJob();
        var job = last == null ? null : jobs.of(List.of(last)).get(last);
        json.writeStartObject();
        json.writeNumberProperty("job_count", report.jobs());
        json.writeName("last_job");
        if (job == null) {
            json.writeNull();
        } else {
            JobDict.write(json, job, jobs.summaries(List.of(job.id())).getOrDefault(job.id(), Summary.NONE));
        }
        json.writeNumberProperty("total_datasets", records.live(report.source().id()));
        json.writeEndObject();
    }
}
