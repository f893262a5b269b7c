package org.garner.catalog.api.actions;

import org.garner.catalog.store.TagId;
import tools.jackson.core.JsonGenerator;

/** CKAN's tag dict. */
final class TagDict {

    private TagDict() {}

    static void write(JsonGenerator json, String tag) {
        json.writeStartObject();
        json.writeStringProperty("id", TagId.of(tag).toString());
        json.writeStringProperty("name", tag);
        json.writeStringProperty("display_name", tag);
        json.writeNullProperty("vocabulary_id");
        json.writeEndObject();
    }
}
