package org.garner.harvest;

import org.garner.harvest.http.Secrets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The settings of a source: a JSON object, whose members each source type reads into a record of its own.
 *
 * @param json the canonical JSON text: an object with sorted members, {@code {}} when there are none
 */
public record SourceConfig(String json) {
    private static final String MASK = "***";

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

    /** The settings as people and API clients get to see them: what looks like a key or a password is {@code ***}, also inside addresses. */
    public JsonNode shown() {
        return masked(tree());
    }

    /** {@link #shown} as CKAN gives it: JSON text, the empty text for no settings. */
    public String shownText() {
        return equals(NONE) ? "" : shown().toString();
    }

    /**
     * These settings with the secrets of {@code held} wherever this one only has their mask: somebody edited what {@link #shown} gave, and sent it
     * back.
     */
    public SourceConfig withSecretsOf(SourceConfig held) {
        if (!json.contains(MASK)) {
            return this;
        }
        var given = tree();
        var kept = held.tree();
        var shown = held.shown();
        for (var name : given.propertyNames()) {
            if (given instanceof ObjectNode members
                    && kept.has(name)
                    && members.get(name).equals(shown.get(name))) {
                members.set(name, kept.get(name));
            }
        }
        return new SourceConfig(JSON.writeValueAsString(JSON.treeToValue(given, java.util.TreeMap.class)));
    }

    private static JsonNode masked(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (var name : object.propertyNames().toArray(String[]::new)) {
                object.set(name, Secrets.isSecret(name) ? StringNode.valueOf(MASK) : masked(object.get(name)));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, masked(array.get(i)));
            }
        }
        return node.isString() ? StringNode.valueOf(Secrets.hidden(node.asString())) : node;
    }

    /** As {@link #shown}: a configuration gets into logs and messages. */
    @Override
    public String toString() {
        return shown().toString();
    }
}
