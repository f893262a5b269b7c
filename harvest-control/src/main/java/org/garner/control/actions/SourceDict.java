package org.garner.control.actions;

import java.util.Optional;
import java.util.UUID;
import org.garner.catalog.api.GroupDict;
import org.garner.catalog.store.CkanTime;
import org.garner.catalog.store.Publishers;
import org.garner.harvest.http.Secrets;
import org.garner.ledger.SourceReports;
import org.garner.ledger.SourceReports.SourceReport;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** A harvest source as the package that it is in CKAN, with how it stands. */
@Component
public class SourceDict {
    private final SourceReports sources;
    private final SourceStatus status;
    private final Publishers publishers;

    SourceDict(SourceReports sources, SourceStatus status, Publishers publishers) {
        this.sources = sources;
        this.status = status;
        this.publishers = publishers;
    }

    /** @throws org.garner.catalog.api.RefusedException when there is no such source */
    public void write(JsonGenerator result, UUID id) {
        write(result, Named.source(id.toString(), sources));
    }

    void write(JsonGenerator result, SourceReport report) {
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
        result.writeStringProperty("notes", report.notes());
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
