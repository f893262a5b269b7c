package org.garner.catalog.api;

import org.garner.catalog.store.Publisher;
import tools.jackson.core.JsonGenerator;

/** CKAN's organization dict. Members are never in it: data.gov.uk shows nobody who works where. */
public final class OrganizationDict {

    private OrganizationDict() {}

    /** Writes the members that the dict always has, into an object that the caller has begun and ends. */
    public static void write(JsonGenerator json, Publisher publisher) {
        json.writeStringProperty("id", publisher.id().toString());
        json.writeStringProperty("name", publisher.name());
        json.writeStringProperty("title", publisher.title());
        json.writeStringProperty("display_name", publisher.title());
        json.writeStringProperty("description", publisher.description());
        json.writeStringProperty("image_url", publisher.imageUrl());
        json.writeStringProperty("image_display_url", publisher.imageUrl());
        json.writeStringProperty("type", "organization");
        json.writeBooleanProperty("is_organization", true);
        json.writeStringProperty("state", publisher.state());
        json.writeStringProperty("approval_status", "approved");
        json.writeStringProperty("created", CkanTime.text(publisher.created()));
        json.writeNumberProperty("num_followers", 0);
    }

    /** Writes a member that publishers have nothing for. */
    public static void writeEmpty(JsonGenerator json, String member) {
        json.writeArrayPropertyStart(member);
        json.writeEndArray();
    }
}
