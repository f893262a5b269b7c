package org.garner.catalog.api.actions;

import org.garner.catalog.api.CkanTime;
import org.garner.catalog.store.Groups;
import tools.jackson.core.JsonGenerator;

/** CKAN's group dict. */
final class GroupJson {
    private GroupJson() {}

    /** Writes the members of a group, without the braces around them. */
    static void write(JsonGenerator json, Groups.Counted counted) {
        var group = counted.group();
        json.writeStringProperty("id", group.id().toString());
        json.writeStringProperty("name", group.name());
        json.writeStringProperty("title", group.title());
        json.writeStringProperty("display_name", group.displayName());
        json.writeStringProperty("description", group.description());
        json.writeStringProperty("image_url", group.imageUrl());
        json.writeStringProperty("image_display_url", group.imageUrl());
        json.writeStringProperty("type", "group");
        json.writeBooleanProperty("is_organization", false);
        json.writeStringProperty("state", group.state());
        json.writeStringProperty("approval_status", "approved");
        json.writeStringProperty("created", CkanTime.text(group.created()));
        json.writeNumberProperty("package_count", counted.packages());
        json.writeNumberProperty("num_followers", 0);
    }

    static void empty(JsonGenerator json, String... lists) {
        for (var list : lists) {
            json.writeArrayPropertyStart(list);
            json.writeEndArray();
        }
    }
}
