package org.garner.harvest;

import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings of a source: a JSON object, whose members each source type reads into a record of its own.
 *
 * @param json the canonical JSON text: an object with sorted members, {@code {}} when there are none
 */
public record SourceConfig(String json) {
    /** Members whose values are for the source alone. */
    private static final Set<String> SECRET = Set.of("api_key", "apikey", "token", "password");

    public static final SourceConfig NONE = new SourceConfig("{}");

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(tools.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /**
     * Reads what a person or an API client wrote.
     *
     * @throws InvalidConfigException when the text is not a JSON object, with the place of the first fault
     */
    public static SourceConfig parse(String text) throws InvalidConfigException {
        if (text.isBlank()) {
            return NONE;
        }
        try {
            if (!JSON.readTree(text).isObject()) {
                throw new InvalidConfigException(
                        "The configuration is a JSON object, but was: %.80s".formatted(text.strip()));
            }
            return new SourceConfig(JSON.writeValueAsString(JSON.readValue(text, java.util.TreeMap.class)));
        } catch (JacksonException e) {
            throw new InvalidConfigException("Error parsing the configuration options: " + e.getOriginalMessage());
        }
    }

    /**
     * The settings as the record that a source type reads; members that the record does not name are ignored.
     *
     * @throws InvalidConfigException when a member has the wrong type
     */
    public <T> T as(Class<T> settings) throws InvalidConfigException {
        try {
            return JSON.readValue(json, settings);
        } catch (JacksonException e) {
            throw new InvalidConfigException("Error parsing the configuration options: " + e.getOriginalMessage());
        }
    }

    public JsonNode tree() {
        return JSON.readTree(json);
    }

    /** The settings as people and API clients get to see them: the values of members that hold keys are hidden. */
    public JsonNode shown() {
        var tree = tree();
        if (tree instanceof ObjectNode members) {
            SECRET.stream().filter(members::has).forEach(member -> members.put(member, "***"));
        }
        return tree;
    }

    /** As {@link #shown}: a configuration gets into logs and messages. */
    @Override
    public String toString() {
        return shown().toString();
    }
}
