package org.garner.control.actions;

import java.util.UUID;
import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.harvest.http.Secrets;
import org.garner.ledger.JobReports;
import org.garner.ledger.JobReports.ReportedError;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JsonGenerator;

/** Every error of a harvest job: those of its listing, and those of its records by object. */
@Component
class HarvestJobReport implements ReadAction {

    private final JobReports jobs;
    private final TransactionTemplate reading;

    HarvestJobReport(JobReports jobs, PlatformTransactionManager transactions) {
        this.jobs = jobs;
        this.reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
    }

    @Override
    public String name() {
        return "harvest_job_report";
    }

    @Override
    public String help() {
        return "Gives every error of a harvest job. id: the job's id. For bearers of a token.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        parameters.require(Permission.READ_JOBS);
        var job = Named.job(parameters, jobs);
        result.writeStartObject();
        result.writeArrayPropertyStart("gather_errors");
        var writing = new Writing(result);
        // A job may have more errors than the memory should hold; they come and go one by one.
        reading.executeWithoutResult(status -> jobs.errors(job.id(), writing::error));
        writing.end();
        result.writeEndObject();
    }

    /** Writes errors, which come sorted: first those without an object, then object by object. */
    private static final class Writing {

        private final JsonGenerator json;
        private @Nullable UUID object;

        Writing(JsonGenerator json) {
            this.json = json;
        }

        void error(ReportedError error) {
            var of = error.object();
            if (of == null) {
                json.writeStartObject();
                json.writeStringProperty("message", error.message());
                json.writeEndObject();
                return;
            }
            if (!of.equals(object)) {
                endObject();
                begin(of, error);
            }
            json.writeStartObject();
            json.writeStringProperty("message", error.message());
            if (error.line() == null) {
                json.writeNullProperty("line");
            } else {
                json.writeNumberProperty("line", error.line());
            }
            json.writeStringProperty("type", error.stage());
            json.writeEndObject();
        }

        void end() {
            endObject();
            json.writeEndObject();
        }

        private void begin(UUID next, ReportedError error) {
            object = next;
            json.writeObjectPropertyStart(next.toString());
            json.writeStringProperty("guid", error.guid());
            if (error.address() != null) {
                json.writeStringProperty("original_url", Secrets.hidden(error.address()));
            }
            json.writeArrayPropertyStart("errors");
        }

        /** Ends what is open: the list of the listing's errors, or an object. */
        private void endObject() {
            json.writeEndArray();
            if (object == null) {
                json.writeObjectPropertyStart("object_errors");
            } else {
                json.writeEndObject();
            }
        }
    }
}
