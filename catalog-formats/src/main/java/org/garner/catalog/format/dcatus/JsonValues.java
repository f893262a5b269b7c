package org.garner.catalog.format.dcatus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.garner.catalog.format.JsonText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Values of a JSON record as texts. */
final class JsonValues {
    private JsonValues() {}

    /** The text of a scalar, without blanks around it and without NUL; of a list or an object its JSON. Empty for what is missing or null. */
    static String text(@Nullable JsonNode value) {
        if (value == null || value.isMissingNode() || value.isNull()) {
            return "";
        }
        return value.isContainer() ? JsonText.of(plain(value)) : clean(value.asString());
    }

    /** The elements of a list as texts, or the one text that stands in its place; empty ones are left out. */
    static List<String> texts(JsonNode value) {
        var texts = new ArrayList<String>();
        if (value.isArray()) {
            value.forEach(element -> texts.add(text(element)));
        } else {
            texts.add(text(value));
        }
        texts.removeIf(String::isEmpty);
        return texts;
    }

    /** The objects of a list, or the one object that stands in its place. */
    static List<JsonNode> objects(JsonNode value) {
        var objects = new ArrayList<JsonNode>();
        if (value.isArray()) {
            value.forEach(objects::add);
        } else {
            objects.add(value);
        }
        objects.removeIf(one -> !one.isObject());
        return objects;
    }

    /** The value as {@link JsonText} takes it, in its own order. */
    static @Nullable Object plain(JsonNode value) {
        return plain(value, false);
    }

    /** The value with the members of all objects in the order of their names. */
    static @Nullable Object sorted(JsonNode value) {
        return plain(value, true);
    }

    private static @Nullable Object plain(JsonNode value, boolean sorted) {
        if (value.isObject()) {
            Map<String, @Nullable Object> members = sorted ? new TreeMap<>() : new LinkedHashMap<>();
            value.properties().forEach(member -> members.put(member.getKey(), plain(member.getValue(), sorted)));
            return members;
        }
        if (value.isArray()) {
            var elements = new ArrayList<@Nullable Object>(value.size());
            value.forEach(element -> elements.add(plain(element, sorted)));
            return elements;
        }
        if (value.isNumber()) {
            return value.numberValue();
        }
        if (value.isNull()) {
            return null;
        }
        return value.isBoolean() ? value.asBoolean() : clean(value.asString(""));
    }

    private static String clean(String text) {
        return text.replace("\0", "").strip();
    }
}
