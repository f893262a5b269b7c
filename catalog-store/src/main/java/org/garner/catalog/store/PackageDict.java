package org.garner.catalog.store;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.garner.catalog.Licence;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * CKAN's package dict, as data.gov.uk shows it: the one place that writes it, so that package_show and the search index say the same. People's names
 * and addresses (author, maintainer) are left out of every answer; some extras stand at the top level instead of in the list.
 */
final class PackageDict {

    private static final JsonFactory JSON = new JsonFactory();

    private static final Set<String> PEOPLE = Set.of("author", "author_email", "maintainer", "maintainer_email");

    private static final Set<String> LIFTED = Set.of(
            "contact-name",
            "contact-email",
            "contact-phone",
            "foi-name",
            "foi-email",
            "foi-phone",
            "foi-web",
            "theme-primary",
            "theme-secondary",
            "licence-custom",
            "schema-vocabulary",
            "codelist",
            "date_released",
            "date_updated",
            "date_update_future",
            "update_frequency",
            "geographic_coverage",
            "geographic_granularity",
            "temporal_coverage-from",
            "temporal_coverage-to",
            "temporal_granularity",
            "precision",
            "unpublished",
            "core-dataset",
            "odi-certificate");

    /** Keys of a resource that the catalogue decides and a source cannot set. */
    private static final Set<String> OWN_RESOURCE_KEYS = Set.of(
            "id",
            "package_id",
            "name",
            "description",
            "url",
            "format",
            "mimetype",
            "position",
            "state",
            "created",
            "metadata_modified");

    private PackageDict() {}

    static String of(PackageVersion version) {
        var text = new StringWriter(4096);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            write(json, version);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, PackageVersion version) {
        var row = version.row();
        var dataset = version.dataset();
        var publisher = version.publisher();
        json.writeStartObject();
        json.writeStringProperty("id", row.id().toString());
        json.writeStringProperty("name", row.name());
        json.writeStringProperty("title", dataset.title());
        json.writeStringProperty("notes", dataset.notes());
        text(json, "url", dataset.url());
        text(json, "version", dataset.version());
        licence(json, dataset.licenseId());
        json.writeStringProperty("type", "dataset");
        json.writeStringProperty("state", row.state());
        json.writeBooleanProperty("private", row.restricted());
        text(json, "owner_org", publisher == null ? null : publisher.id().toString());
        json.writeNullProperty("creator_user_id");
        json.writeStringProperty("metadata_created", CkanTime.text(row.created()));
        json.writeStringProperty("metadata_modified", CkanTime.text(version.modified()));
        json.writeNumberProperty("num_resources", version.resources().size());
        json.writeNumberProperty("num_tags", dataset.tags().size());

        json.writeArrayPropertyStart("resources");
        version.resources().forEach(resource -> resource(json, resource));
        json.writeEndArray();
        json.writeArrayPropertyStart("tags");
        dataset.tags().forEach(tag -> tag(json, tag));
        json.writeEndArray();
        json.writeArrayPropertyStart("groups");
        version.groups().forEach(group -> group(json, group));
        json.writeEndArray();
        empty(json, "relationships_as_subject");
        empty(json, "relationships_as_object");

        var harvest = harvest(version.harvested());
        var extras = extras(version.harvested(), harvest);
        extras.forEach((key, value) -> {
            if (LIFTED.contains(key)) {
                json.writeStringProperty(key, value);
            }
        });
        json.writeArrayPropertyStart("extras");
        extras.forEach((key, value) -> {
            if (!LIFTED.contains(key)) {
                pair(json, key, value);
            }
        });
        json.writeEndArray();
        json.writeArrayPropertyStart("harvest");
        harvest.forEach((key, value) -> pair(json, key, value));
        json.writeEndArray();
        organization(json, publisher);
        json.writeEndObject();
    }

    private static void licence(JsonGenerator json, @Nullable String id) {
        var licence = Optional.ofNullable(id).flatMap(Licence::byId);
        text(json, "license_id", id);
        text(json, "license_title", licence.map(Licence::title).orElse(id));
        if (licence.isPresent() && licence.get().url() != null) {
            json.writeStringProperty("license_url", licence.get().url());
        }
        json.writeBooleanProperty("isopen", licence.isPresent() && licence.get().open());
    }

    private static Map<String, String> harvest(HarvestedDataset harvested) {
        var harvest = new LinkedHashMap<String, String>();
        harvest.put("harvest_object_id", harvested.objectId().toString());
        harvest.put("harvest_source_id", harvested.source().id().toString());
        harvest.put("harvest_source_title", Text.storable(harvested.source().title()));
        return harvest;
    }

    private static SortedMap<String, String> extras(HarvestedDataset harvested, Map<String, String> harvest) {
        var extras = new TreeMap<>(harvested.dataset().extras());
        extras.keySet().removeAll(PEOPLE);
        extras.putIfAbsent("guid", harvested.guid());
        extras.putAll(harvest);
        return extras;
    }

    private static void resource(JsonGenerator json, ResourceRow row) {
        var distribution = row.distribution();
        json.writeStartObject();
        json.writeStringProperty("id", row.id().toString());
        json.writeStringProperty("package_id", row.packageId().toString());
        text(json, "name", distribution.name());
        json.writeStringProperty("description", distribution.description());
        json.writeStringProperty("url", distribution.url());
        json.writeStringProperty("format", distribution.format() == null ? "" : distribution.format());
        text(json, "mimetype", distribution.mediaType());
        json.writeNumberProperty("position", row.position());
        json.writeStringProperty("state", "active");
        json.writeStringProperty("created", CkanTime.text(row.created()));
        json.writeStringProperty("metadata_modified", CkanTime.text(row.modified()));

        var others = new LinkedHashMap<String, @Nullable String>();
        for (var key : new String[] {
            "url_type", "mimetype_inner", "size", "resource_type", "last_modified", "cache_url", "cache_last_updated"
        }) {
            others.put(key, null);
        }
        others.put("hash", "");
        others.putAll(distribution.extras());
        others.keySet().removeAll(OWN_RESOURCE_KEYS);
        others.remove("datastore_active");
        others.forEach((key, value) -> {
            if (key.equals("size") && value != null && value.matches("[0-9]{1,18}")) {
                json.writeNumberProperty(key, Long.parseLong(value));
            } else {
                text(json, key, value);
            }
        });
        json.writeBooleanProperty("datastore_active", false);
        json.writeEndObject();
    }

    private static void tag(JsonGenerator json, String tag) {
        json.writeStartObject();
        json.writeStringProperty("id", TagId.of(tag).toString());
        json.writeStringProperty("name", tag);
        json.writeStringProperty("display_name", tag);
        json.writeStringProperty("state", "active");
        json.writeNullProperty("vocabulary_id");
        json.writeEndObject();
    }

    private static void group(JsonGenerator json, PackageGroup group) {
        json.writeStartObject();
        json.writeStringProperty("id", group.id().toString());
        json.writeStringProperty("name", group.name());
        json.writeStringProperty("title", group.title());
        json.writeStringProperty("display_name", group.displayName());
        json.writeStringProperty("description", group.description());
        json.writeStringProperty("image_display_url", group.imageUrl());
        json.writeEndObject();
    }

    private static void organization(JsonGenerator json, @Nullable Publisher publisher) {
        if (publisher == null) {
            json.writeNullProperty("organization");
            return;
        }
        json.writeObjectPropertyStart("organization");
        json.writeStringProperty("id", publisher.id().toString());
        json.writeStringProperty("name", publisher.name());
        json.writeStringProperty("title", publisher.title());
        json.writeStringProperty("description", publisher.description());
        json.writeStringProperty("image_url", publisher.imageUrl());
        json.writeStringProperty("type", "organization");
        json.writeBooleanProperty("is_organization", true);
        json.writeStringProperty("state", publisher.state());
        json.writeStringProperty("approval_status", "approved");
        json.writeStringProperty("created", CkanTime.text(publisher.created()));
        json.writeEndObject();
    }

    private static void pair(JsonGenerator json, String key, String value) {
        json.writeStartObject();
        json.writeStringProperty("key", key);
        json.writeStringProperty("value", value);
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String key, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(key);
        } else {
            json.writeStringProperty(key, value);
        }
    }

    private static void empty(JsonGenerator json, String key) {
        json.writeArrayPropertyStart(key);
        json.writeEndArray();
    }
}
