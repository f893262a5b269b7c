package org.garner.catalog.store;

import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How two versions of a package differ, field by field. Left out is what follows from other fields, and what every new version has anew, such as the time
 * of its change. Bounded in size, however long the values are.
 *
 * @param json {@code {"title": ["before", "after"]}}; an extra is {@code extras.KEY}, a field of a resource {@code resources.ID.FIELD}; a resource that is
 *     there only once is {@code resources.ID} with its address; a value is null where it is not there
 * @param more how many differing fields were left out, because there are more than a hundred
 */
public record PackageChanges(String json, int more) {
    private static final int FIELDS = 100;
    private static final int LONGEST = 500;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Set<String> OF_THE_VERSION = Set.of(
            "metadata_created",
            "metadata_modified",
            "harvest",
            "num_resources",
            "num_tags",
            "license_title",
            "license_url",
            "isopen",
            "organization",
            "relationships_as_subject",
            "relationships_as_object");

    private static final Set<String> OF_THE_RESOURCE =
            Set.of("id", "package_id", "created", "metadata_modified", "state", "datastore_active");

    private static final Set<String> OF_THE_HARVEST =
            Set.of("harvest_object_id", "harvest_source_id", "harvest_source_title");

    /** Compares two package dicts of this catalogue. */
    public static PackageChanges between(String before, String after) {
        var old = fields(JsonMapper.shared().readTree(before));
        var fresh = fields(JsonMapper.shared().readTree(after));
        SortedSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(fresh.keySet());
        var changes = NODES.objectNode();
        var more = 0;
        for (var name : names) {
            var was = old.get(name);
            var is = fresh.get(name);
            if (Objects.equals(was, is) || isUnderOneThere(name, old, fresh)) {
                continue;
            }
            if (changes.size() == FIELDS) {
                more++;
            } else {
                changes.set(name, NODES.arrayNode().add(cut(was)).add(cut(is)));
            }
        }
        return new PackageChanges(changes.toString(), more);
    }

    /** True for the field of a resource that is there only once: its address says enough. */
    private static boolean isUnderOneThere(
            String name, SortedMap<String, JsonNode> old, SortedMap<String, JsonNode> fresh) {
        var dot = name.indexOf('.', "resources.".length());
        if (!name.startsWith("resources.") || dot < 0) {
            return false;
        }
        var resource = name.substring(0, dot);
        return old.containsKey(resource) != fresh.containsKey(resource);
    }

    private static SortedMap<String, JsonNode> fields(JsonNode dict) {
        var fields = new TreeMap<String, JsonNode>();
        dict.properties().forEach(member -> {
            var value = member.getValue();
            switch (member.getKey()) {
                case "resources" -> value.forEach(resource -> resource(fields, resource));
                case "extras" -> value.forEach(extra -> extra(fields, extra));
                case "tags", "groups" -> fields.put(member.getKey(), names(value));
                default -> {
                    if (!OF_THE_VERSION.contains(member.getKey())) {
                        put(fields, member.getKey(), value);
                    }
                }
            }
        });
        put(fields, "organization", dict.path("organization").path("name"));
        return fields;
    }

    private static void extra(SortedMap<String, JsonNode> fields, JsonNode extra) {
        var key = extra.path("key").asString("");
        if (!OF_THE_HARVEST.contains(key)) {
            put(fields, "extras." + key, extra.path("value"));
        }
    }

    /** The resource as a whole stands under its id for the comparison, with nothing but its address, which is compared by itself too. */
    private static void resource(SortedMap<String, JsonNode> fields, JsonNode resource) {
        var name = "resources." + resource.path("id").asString("");
        put(fields, name, resource.path("url"));
        resource.properties().forEach(member -> {
            if (!OF_THE_RESOURCE.contains(member.getKey()) && !member.getKey().equals("url")) {
                put(fields, name + "." + member.getKey(), member.getValue());
            }
        });
    }

    private static JsonNode names(JsonNode list) {
        var names = NODES.arrayNode();
        list.valueStream().map(each -> each.path("name").asString("")).sorted().forEach(names::add);
        return names;
    }

    /** What is null is the same as what is not there. */
    private static void put(SortedMap<String, JsonNode> fields, String name, JsonNode value) {
        if (!value.isNull() && !value.isMissingNode()) {
            fields.put(name, value);
        }
    }

    private static JsonNode cut(@Nullable JsonNode value) {
        if (value == null) {
            return NODES.nullNode();
        }
        var text = value.isString() ? value.asString() : value.toString();
        return text.length() <= LONGEST ? value : NODES.stringNode(Text.storable(text.substring(0, LONGEST)) + "…");
    }
}
