package org.garner.catalog.index;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.UUID;
import org.apache.solr.common.SolrInputDocument;
import org.garner.catalog.store.PackageIndex;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns a package dict into what the index holds of it. Safe for several threads. */
final class PackageDocument {
    private static final int MAX_EXTRAS = 250;
    private static final long FORMS = 1_000;

    /** Keys of a package that have their own place below, or none; every other is an extra that stands at the top level. */
    private static final Set<String> PLACED = Set.of(
            "id",
            "name",
            "title",
            "notes",
            "url",
            "version",
            "type",
            "state",
            "private",
            "owner_org",
            "creator_user_id",
            "license_id",
            "license_title",
            "license_url",
            "isopen",
            "metadata_created",
            "metadata_modified",
            "num_resources",
            "num_tags",
            "resources",
            "tags",
            "groups",
            "organization",
            "extras",
            "harvest",
            "relationships_as_subject",
            "relationships_as_object",
            "author",
            "author_email",
            "maintainer",
            "maintainer_email");

    private static final Set<String> RESOURCE_FIELDS = Set.of("name", "description", "format", "url", "resource_type");

    /** Keys of a resource that say nothing to a search. */
    private static final Set<String> RESOURCE_SILENT = Set.of(
            "id",
            "package_id",
            "position",
            "state",
            "created",
            "metadata_modified",
            "datastore_active",
            "hash",
            "size");

    private final JsonMapper json = new JsonMapper();
    private final String siteId;

    PackageDocument(String siteId) {
        this.siteId = siteId;
    }

    /** The document of this entry: the package, or a tombstone when it is purged. */
    SolrInputDocument of(PackageIndex.Entry entry) {
        var document = new SolrInputDocument();
        document.setField("index_id", indexId(entry.packageId()));
        document.setField("revision", revision(entry));
        var dict = entry.dict();
        if (dict != null) {
            fill(document, json.readTree(dict));
            document.setField("data_dict", dict);
            document.setField("validated_data_dict", dict);
        }
        return document;
    }

    /** So that of the same version of a package a document in a newer form is newer. */
    private static long revision(PackageIndex.Entry entry) {
        return entry.revision() * FORMS + CkanConfigSet.SCHEMA_VERSION;
    }

    /** The package's revision, of the revision of its document in the index. */
    static long revisionOfPackage(long revision) {
        return revision / FORMS;
    }

    /** A tombstone of a package that never was, which the index takes if it takes anything. */
    static SolrInputDocument probe() {
        var document = new SolrInputDocument();
        document.setField("index_id", "probe");
        document.setField("revision", 1L);
        return document;
    }

    /** CKAN's key: the hash of the package's id and the site's. */
    private String indexId(UUID id) {
        try {
            var md5 = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(md5.digest((id + siteId).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }

    private void fill(SolrInputDocument document, JsonNode dict) {
        document.setField("site_id", siteId);
        document.setField("entity_type", "package");
        for (var key : new String[] {
            "id", "name", "url", "version", "state", "owner_org", "creator_user_id", "license_id", "type"
        }) {
            exact(document, key, FieldText.of(dict.path(key)));
        }
        exact(document, "dataset_type", FieldText.of(dict.path("type")));
        exact(document, "license", FieldText.of(dict.path("license_title")));
        exact(document, "organization", FieldText.of(dict.path("organization").path("name")));
        words(document, "title", FieldText.of(dict.path("title")));
        words(document, "notes", FieldText.of(dict.path("notes")));
        document.setField("isopen", dict.path("isopen").asBoolean(false));
        document.setField("num_resources", dict.path("resources").size());
        document.setField("num_tags", dict.path("tags").size());
        for (var key : new String[] {"metadata_created", "metadata_modified"}) {
            FieldText.date(FieldText.of(dict.path(key))).ifPresent(date -> document.setField(key, date));
        }
        access(document, dict);
        dict.path("tags").forEach(tag -> exact(document, "tags", FieldText.of(tag.path("name"))));
        dict.path("groups").forEach(group -> exact(document, "groups", FieldText.of(group.path("name"))));
        dict.path("harvest").forEach(pair -> document.addField("harvest", pair.toString()));
        dict.path("resources").forEach(resource -> resource(document, resource));
        extras(document, dict);
    }

    /** CKAN's labels: what is active and not private is for everybody, the rest for its publisher's people. */
    private static void access(SolrInputDocument document, JsonNode dict) {
        var restricted = dict.path("private").asBoolean(false);
        document.setField("capacity", restricted ? "private" : "public");
        var owner = FieldText.of(dict.path("owner_org"));
        if (!restricted && FieldText.of(dict.path("state")).equals("active")) {
            document.setField("permission_labels", "public");
        } else if (!owner.isEmpty()) {
            document.setField("permission_labels", "member-" + owner);
        }
    }

    private static void resource(SolrInputDocument document, JsonNode resource) {
        words(document, "res_name", FieldText.of(resource.path("name")));
        words(document, "res_description", FieldText.of(resource.path("description")));
        exact(document, "res_format", FieldText.of(resource.path("format")));
        exact(document, "res_url", FieldText.of(resource.path("url")));
        exact(document, "res_type", FieldText.of(resource.path("resource_type")));
        for (var property : resource.properties()) {
            var key = property.getKey();
            if (!RESOURCE_FIELDS.contains(key) && !RESOURCE_SILENT.contains(key)) {
                var name = FieldText.key(key);
                if (!name.isEmpty()) {
                    words(document, "res_extras_" + name, FieldText.of(property.getValue()));
                }
            }
        }
    }

    private void extras(SolrInputDocument document, JsonNode dict) {
        var extras = new LinkedHashMap<String, String>();
        dict.path("extras")
                .forEach(pair -> extras.put(
                        FieldText.key(FieldText.of(pair.path("key"))), value(FieldText.of(pair.path("value")))));
        for (var property : dict.properties()) {
            if (!PLACED.contains(property.getKey())) {
                extras.put(FieldText.key(property.getKey()), value(FieldText.of(property.getValue())));
            }
        }
        extras.remove("");
        extras.entrySet().stream()
                .limit(MAX_EXTRAS)
                .forEach(extra -> extra(document, extra.getKey(), extra.getValue()));
        SpatialExtent.of(extras).ifPresent(box -> document.setField("bbox", box.envelope()));
    }

    private static void extra(SolrInputDocument document, String key, String value) {
        if (value.isEmpty()) {
            return;
        }
        document.setField(FieldNames.EXTRA + key, value);
        if (FieldNames.isTaken(key)) {
            return;
        }
        if (key.endsWith("_date")) {
            FieldText.date(value).ifPresent(date -> document.setField(key, date));
        } else {
            document.setField(key, FieldText.trimmed(value));
        }
    }

    /** A list, which an extra holds as JSON text, becomes its items with blanks between. */
    private String value(String text) {
        if (!text.startsWith("[")) {
            return text;
        }
        try {
            return FieldText.of(json.readTree(text));
        } catch (JacksonException e) {
            return text;
        }
    }

    private static void words(SolrInputDocument document, String field, String value) {
        if (!value.isEmpty()) {
            document.addField(field, value);
        }
    }

    private static void exact(SolrInputDocument document, String field, String value) {
        if (!value.isEmpty()) {
            document.addField(field, FieldText.trimmed(value));
        }
    }
}
