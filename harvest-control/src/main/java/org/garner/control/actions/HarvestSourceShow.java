package org.garner.control.actions;

import java.util.Optional;
import org.garner.catalog.api.GroupDict;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.store.CkanTime;
import org.garner.catalog.store.Publishers;
import org.garner.harvest.http.Secrets;
import org.garner.ledger.SourceReports;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** A harvest source by id, name or URL, as the package that it is in CKAN. */
@Component
class HarvestSourceShow implements ReadAction {

    private final SourceReports sources;
    private final SourceStatus status;
    private final Publishers publishers;

    HarvestSourceShow(SourceReports sources, SourceStatus status, Publishers publishers) {
        this.sources = sources;
        this.status = status;
        this.publishers = publishers;
    }

    @Override
    public String name() {
        return "harvest_source_show";
    }

    @Override
    public String help() {
        return "Gives a harvest source and how it stands. id: its id or name; or url: its URL.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var report = Named.source(
                parameters.text("id").or(() -> parameters.text("url")).orElseGet(() -> parameters.required("id")),
                sources);
        var source = report.source();
        var owner = Optional.ofNullable(source.ownerOrg()).flatMap(publishers::find);
        result.writeStartObject();
        result.writeStringProperty("id", source.id().toString());
        result.writeStringProperty("name", source.name());
        result.writeStringProperty("title", source.title());
        result.writeStringProperty("url", Secrets.hidden(source.url().toString()));
        result.writeStringProperty("type", "harvest");
        result.writeStringProperty("source_type", source.type().value());
        result.writeStringProperty("frequency", report.frequency());
        JobDict.time(result, "next_run", report.nextRun());
        JobDict.texts(result, "quiet_hours", report.quietHours());
        result.writeStringProperty("config", source.config().shownText());
        result.writeStringProperty("notes", "");
        result.writeStringProperty("state", report.active() ? "active" : "deleted");
        result.writeBooleanProperty("active", report.active());
        result.writeBooleanProperty("private", false);
        result.writeStringProperty("metadata_created", CkanTime.text(report.created()));
        result.writeStringProperty("metadata_modified", CkanTime.text(report.created()));
        result.writeNullProperty("creator_user_id");
        if (owner.isPresent()) {
            result.writeStringProperty("owner_org", owner.get().id().toString());
            result.writeObjectPropertyStart("organization");
            GroupDict.write(result, owner.get());
            result.writeEndObject();
        } else {
            result.writeNullProperty("owner_org");
            result.writeNullProperty("organization");
        }
        result.writeName("status");
        status.write(result, report);
        result.writeEndObject();
    }
}
