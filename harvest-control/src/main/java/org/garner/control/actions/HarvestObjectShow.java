package org.garner.control.actions;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.api.RefusedException;
import org.garner.catalog.store.CkanTime;
import org.garner.harvest.http.Secrets;
import org.garner.ledger.Documents;
import org.garner.ledger.ObjectReports;
import org.garner.ledger.ObjectReports.ObjectError;
import org.garner.ledger.ObjectReports.ObjectReport;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** A record in one job, with the document that the source sent. */
@Component
class HarvestObjectShow implements ReadAction {

    private final VisibleObjects visible;
    private final ObjectReports objects;
    private final Documents documents;

    HarvestObjectShow(VisibleObjects visible, ObjectReports objects, Documents documents) {
        this.visible = visible;
        this.objects = objects;
        this.documents = documents;
    }

    @Override
    public String name() {
        return "harvest_object_show";
    }

    @Override
    public String help() {
        return "Gives a harvest object with its document and errors. id: its id; or dataset_id: the id or name of the"
                + " dataset that was made from it.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        Named.requireIdOnly(parameters);
        var object = object(parameters);
        if (!visible.isPublic(object) && !parameters.may(Permission.READ_PRIVATE)) {
            throw RefusedException.notAllowed(
                    "the dataset of the harvest object '%s' is withdrawn or private".formatted(object.id()));
        }
        var errors = objects.errors(object);
        var document = Optional.ofNullable(object.documentHash())
                .flatMap(documents::find)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse(null);
        var dataset = object.packageId() == null ? null : object.packageId().toString();
        result.writeStartObject();
        result.writeStringProperty("id", object.id().toString());
        result.writeStringProperty("guid", object.guid());
        result.writeBooleanProperty("current", object.current());
        result.writeStringProperty("gathered", CkanTime.text(object.gathered()));
        JobDict.time(result, "fetch_started", object.fetchStarted());
        JobDict.time(result, "fetch_finished", object.fetchFinished());
        JobDict.time(result, "import_started", object.importStarted());
        JobDict.time(result, "import_finished", object.importFinished());
        result.writeStringProperty("content", document);
        result.writeStringProperty("state", object.state());
        result.writeStringProperty("metadata_modified_date", object.metadataModified());
        result.writeNumberProperty("retry_times", object.retries());
        result.writeStringProperty("harvest_job_id", object.job().toString());
        result.writeStringProperty("harvest_source_id", object.source().toString());
        result.writeStringProperty("package_id", dataset);
        result.writeStringProperty("report_status", object.reportStatus());
        result.writeStringProperty("source", object.source().toString());
        result.writeStringProperty("job", object.job().toString());
        if (dataset != null) {
            result.writeStringProperty("package", dataset);
        }
        errors(result, object, errors);
        result.writeObjectPropertyStart("extras");
        if (object.address() != null) {
            result.writeStringProperty("url", Secrets.hidden(object.address()));
        }
        result.writeEndObject();
        result.writeEndObject();
    }

    private ObjectReport object(Parameters parameters) {
        var id = parameters.text("id");
        var dataset = parameters.text("dataset_id");
        if (id.isEmpty() && dataset.isEmpty()) {
            throw RefusedException.invalid("id", "Please provide either an \"id\" or a \"dataset_id\" parameter");
        }
        var found = id.isPresent() ? visible.byId(id.get()) : visible.ofDataset(dataset.get());
        return found.orElseThrow(() ->
                RefusedException.notFound(id.map("there is no harvest object with the id '%s'"::formatted)
                        .orElseGet(() -> "no harvest object made the dataset '%s'".formatted(dataset.orElse("")))));
    }

    private static void errors(JsonGenerator json, ObjectReport object, List<ObjectError> errors) {
        json.writeArrayPropertyStart("errors");
        for (var error : errors) {
            json.writeStartObject();
            json.writeStringProperty("id", Long.toString(error.id()));
            json.writeStringProperty("harvest_object_id", object.id().toString());
            json.writeStringProperty("message", error.message());
            json.writeStringProperty("stage", error.stage());
            if (error.line() == null) {
                json.writeNullProperty("line");
            } else {
                json.writeNumberProperty("line", error.line());
            }
            json.writeStringProperty("created", CkanTime.text(error.created()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
