package org.garner.control.actions;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.garner.catalog.api.RefusedException;
import org.garner.ledger.JobReports;
import org.garner.ledger.JobReports.Summary;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Jobs as the actions give them. */
@Component
public class JobDicts {
    private final JobReports jobs;

    JobDicts(JobReports jobs) {
        this.jobs = jobs;
    }

    /** A job with its counts and most frequent errors. */
    public void write(JsonGenerator json, UUID id) {
        var job = jobs.of(List.of(id)).get(id);
        if (job == null) {
            throw RefusedException.notFound("the harvest job %s was removed a moment ago".formatted(id));
        }
        JobDict.write(json, job, jobs.summaries(List.of(id)).getOrDefault(id, Summary.NONE));
    }

    /** A list of jobs with their counts, without those that are not there. */
    public void write(JsonGenerator json, Collection<UUID> ids) {
        json.writeStartArray();
        if (!ids.isEmpty()) {
            var found = jobs.of(List.copyOf(ids));
            for (var id : ids) {
                var job = found.get(id);
                if (job != null) {
                    JobDict.write(json, job, null);
                }
            }
        }
        json.writeEndArray();
    }
}
