package org.garner.control.actions;

import java.util.regex.Pattern;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.http.Secrets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** A source's settings as everybody may see them. */
final class MaskedConfig {

    static final String MASK = "***";

    private static final Pattern SECRET = Pattern.compile(
            "(?i)(?:.*(?:api[_-]?key|token|passw|pwd|secret|credential|signature|cookie).*|key|auth|authorization)");

    private MaskedConfig() {}

    /** JSON text in which what looks like a key or a password is {@code ***}; CKAN gives the empty text for no settings. */
    static String of(SourceConfig config) {
        return config.equals(SourceConfig.NONE) ? "" : masked(config.tree()).toString();
    }

    private static JsonNode masked(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (var name : object.propertyNames().toArray(String[]::new)) {
                if (SECRET.matcher(name).matches()) {
                    object.put(name, MASK);
                } else {
                    object.set(name, masked(object.get(name)));
                }
            }
            return object;
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, masked(array.get(i)));
            }
            return array;
        }
        return node.isString() ? StringNode.valueOf(Secrets.hidden(node.asString())) : node;
    }
}
