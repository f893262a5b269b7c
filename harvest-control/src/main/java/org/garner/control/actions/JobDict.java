package org.garner.control.actions;

import java.time.Instant;
import java.util.List;
import org.garner.catalog.store.CkanTime;
import org.garner.ledger.JobReports.JobReport;
import org.garner.ledger.JobReports.MessageCount;
import org.garner.ledger.JobReports.Summary;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The job dict of CKAN's harvest actions. */
final class JobDict {

    private JobDict() {}

    /** @param summary its most frequent errors, or null for a dict without them */
    static void write(JsonGenerator json, JobReport job, @Nullable Summary summary) {
        json.writeStartObject();
        json.writeStringProperty("id", job.id().toString());
        json.writeStringProperty("created", CkanTime.text(job.created()));
        time(json, "gather_started", job.gatherStarted());
        time(json, "gather_finished", job.gatherFinished());
        time(json, "finished", job.finished());
        json.writeStringProperty("status", job.status());
        json.writeStringProperty("source_id", job.source().toString());
        json.writeObjectPropertyStart("stats");
        json.writeNumberProperty("added", job.added());
        json.writeNumberProperty("updated", job.updated());
        json.writeNumberProperty("not modified", job.unchanged());
        json.writeNumberProperty("errored", job.errored());
        json.writeNumberProperty("deleted", job.deleted());
        json.writeEndObject();
        if (summary != null) {
            summary(json, "object_error_summary", summary.ofObjects());
            summary(json, "gather_error_summary", summary.ofListing());
        }
        json.writeEndObject();
    }

    static void time(JsonGenerator json, String member, @Nullable Instant time) {
        if (time == null) {
            json.writeNullProperty(member);
        } else {
            json.writeStringProperty(member, CkanTime.text(time));
        }
    }

    static void texts(JsonGenerator json, String member, List<String> texts) {
        json.writeArrayPropertyStart(member);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    private static void summary(JsonGenerator json, String member, List<MessageCount> counts) {
        json.writeArrayPropertyStart(member);
        for (var count : counts) {
            json.writeStartObject();
            json.writeStringProperty("message", count.message());
            json.writeNumberProperty("error_count", count.count());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
