package org.garner.inspect;

import java.util.LinkedHashMap;
import java.util.Map;
import org.garner.catalog.Dataset;
import org.garner.catalog.Distribution;
import org.garner.catalog.Slug;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A dataset as CKAN's package dict, before a catalogue gives it an id: its name is the slug that its title asks for. */
final class PackageDict {
    private PackageDict() {}

    static void write(JsonGenerator json, Dataset dataset) {
        json.writeStartObject();
        json.writeStringProperty("name", Slug.of(dataset.title()).value());
        json.writeStringProperty("title", dataset.title());
        json.writeStringProperty("notes", dataset.notes());
        text(json, "url", dataset.url());
        text(json, "version", dataset.version());
        text(json, "license_id", dataset.licenseId());
        json.writeStringProperty("type", "dataset");
        json.writeNumberProperty("num_tags", dataset.tags().size());
        json.writeNumberProperty("num_resources", dataset.distributions().size());
        json.writeArrayPropertyStart("tags");
        for (var tag : dataset.tags()) {
            json.writeStartObject();
            json.writeStringProperty("name", tag);
            json.writeStringProperty("display_name", tag);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("extras");
        dataset.extras().forEach((key, value) -> {
            json.writeStartObject();
            json.writeStringProperty("key", key);
            json.writeStringProperty("value", value);
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeArrayPropertyStart("resources");
        var position = 0;
        for (var distribution : dataset.distributions()) {
            resource(json, distribution, position++);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void resource(JsonGenerator json, Distribution distribution, int position) {
        Map<String, @Nullable String> members = new LinkedHashMap<>();
        members.put("name", distribution.name());
        members.put("description", distribution.description());
        members.put("url", distribution.url());
        members.put("format", distribution.format() == null ? "" : distribution.format());
        members.put("mimetype", distribution.mediaType());
        distribution.extras().forEach(members::putIfAbsent);
        json.writeStartObject();
        members.forEach((key, value) -> text(json, key, value));
        json.writeNumberProperty("position", position);
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String key, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(key);
        } else {
            json.writeStringProperty(key, value);
        }
    }
}
