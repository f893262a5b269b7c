package org.garner.harvesters.dcatus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.garner.harvest.InvalidConfigException;
import org.garner.harvest.SourceConfig;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a data.json is harvested, under CKAN's keys; every member may be left out.
 *
 * @param filters only datasets whose member of this name has one of these values
 * @param defaults members that a dataset gets when it lacks them
 * @param maxResources how many distributions a dataset may have
 */
record DcatUsSettings(
        Map<String, List<String>> filters,
        SortedMap<String, JsonNode> defaults,
        @Nullable Integer maxResources) {
    static final DcatUsSettings NONE = new DcatUsSettings(Map.of(), new TreeMap<>(), null);

    private static final Set<String> SCHEMAS = Set.of("federal", "non-federal");

    /** Read by the import for records of every type. */
    private static final Set<String> OF_ALL_TYPES =
            Set.of("default_tags", "default_extras", "override_extras", "clean_tags");

    static DcatUsSettings of(SourceConfig config) throws InvalidConfigException {
        Map<String, List<String>> filters = Map.of();
        SortedMap<String, JsonNode> defaults = new TreeMap<>();
        Integer maxResources = null;
        for (var member : config.tree().properties()) {
            var value = member.getValue();
            switch (member.getKey()) {
                case "filters" -> filters = filters(value);
                case "defaults" -> defaults.putAll(members("defaults", value));
                case "max_resource_count" -> maxResources = positive(value);
                case "validator_schema" -> schema(value);
                case "private_datasets" -> notPrivate(value);
                case "default_groups" -> noGroups(value);
                default -> {
                    if (!OF_ALL_TYPES.contains(member.getKey())) {
                        throw new InvalidConfigException(
                                ("dcatus has no setting '%s'; it knows filters, defaults, max_resource_count,"
                                                + " validator_schema, default_tags, default_extras, override_extras and"
                                                + " clean_tags")
                                        .formatted(member.getKey()));
                    }
                }
            }
        }
        return new DcatUsSettings(filters, defaults, maxResources);
    }

    private static Map<String, List<String>> filters(JsonNode value) throws InvalidConfigException {
        var filters = new LinkedHashMap<String, List<String>>();
        for (var filter : members("filters", value).entrySet()) {
            var allowed = new ArrayList<String>();
            if (filter.getValue().isArray()) {
                filter.getValue().forEach(one -> allowed.add(one.asString()));
            } else {
                allowed.add(filter.getValue().asString());
            }
            filters.put(filter.getKey(), List.copyOf(allowed));
        }
        return filters;
    }

    private static SortedMap<String, JsonNode> members(String name, JsonNode value) throws InvalidConfigException {
        if (!value.isObject()) {
            throw new InvalidConfigException(
                    "%s is an object of members and values, but was %s".formatted(name, value));
        }
        var members = new TreeMap<String, JsonNode>();
        value.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    private static Integer positive(JsonNode value) throws InvalidConfigException {
        if (!value.isInt() || value.asInt() < 1) {
            throw new InvalidConfigException("max_resource_count is a number from 1, but was " + value);
        }
        return value.asInt();
    }

    private static void schema(JsonNode value) throws InvalidConfigException {
        if (!value.isString() || !SCHEMAS.contains(value.asString())) {
            throw new InvalidConfigException("validator_schema is federal or non-federal, but was " + value);
        }
    }

    private static void notPrivate(JsonNode value) throws InvalidConfigException {
        if (value.asString("").equalsIgnoreCase("true")) {
            throw new InvalidConfigException(
                    "private_datasets cannot be true: harvested datasets are public. Leave it out, or set it to"
                            + " false.");
        }
    }

    private static void noGroups(JsonNode value) throws InvalidConfigException {
        if (!value.isEmpty()) {
            throw new InvalidConfigException(
                    "default_groups cannot be used: harvested datasets have no groups yet. Leave it out.");
        }
    }
}
