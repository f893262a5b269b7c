package org.garner.catalog.format.ckan;

import java.util.Objects;
import org.garner.catalog.format.Json;
import org.garner.catalog.format.JsonText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Values of a dict as texts. */
final class Values {
    private Values() {}

    /** A text, or a number or truth value as it is written; null when it is absent, blank, a list or an object. */
    static @Nullable String text(JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            return null;
        }
        var text = value.asString("").strip();
        return text.isEmpty() ? null : text;
    }

    /** A text for people: where a portal of several languages has one for each, the English one, else the first. */
    static @Nullable String said(JsonNode value) {
        if (!value.isObject()) {
            return text(value);
        }
        var english = text(value.path("en"));
        return english != null
                ? english
                : value.values().stream()
                        .map(Values::text)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    static String saidOrEmpty(JsonNode value) {
        var said = said(value);
        return said == null ? "" : said;
    }

    static String orEmpty(JsonNode value) {
        var text = text(value);
        return text == null ? "" : text;
    }

    /** Any value as an extra holds it: texts as they are, everything else as JSON text. */
    static String written(JsonNode value) {
        return value.isString() ? value.asString() : JsonText.of(Json.MAPPER.treeToValue(value, Object.class));
    }
}
