package org.garner.catalog.api;

import org.garner.catalog.store.CkanTime;
import org.garner.catalog.store.Grouping;
import org.garner.catalog.store.Publisher;
import tools.jackson.core.JsonGenerator;

/** CKAN's organization and group dicts. Members are never in them: data.gov.uk shows nobody who works where. */
public final class GroupDict {

    private GroupDict() {}

    /** Writes the members that the dict always has, into an object that the caller has begun and ends. */
    public static void write(JsonGenerator json, Grouping group) {
        var isOrganization = group instanceof Publisher;
        json.writeStringProperty("id", group.id().toString());
        json.writeStringProperty("name", group.name());
        json.writeStringProperty("title", group.title());
        json.writeStringProperty("display_name", group.displayName());
        json.writeStringProperty("description", group.description());
        json.writeStringProperty("image_url", group.imageUrl());
        json.writeStringProperty("image_display_url", group.imageUrl());
        json.writeStringProperty("type", isOrganization ? "organization" : "group");
        json.writeBooleanProperty("is_organization", isOrganization);
        json.writeStringProperty("state", group.state());
        json.writeStringProperty("approval_status", "approved");
        json.writeStringProperty("created", CkanTime.text(group.created()));
        json.writeNumberProperty("num_followers", 0);
    }

    /** Writes a member that there is nothing for. */
    public static void writeEmpty(JsonGenerator json, String member) {
        json.writeArrayPropertyStart(member);
        json.writeEndArray();
    }
}
