package org.garner.control.rest;

import org.garner.catalog.store.Text;
import org.garner.harvest.http.Secrets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** What was sent, as others may read it: without secrets, also in JSON that stands in a text, and such that Postgres can store it. */
final class AuditDetail {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String MASK = "***";

    private AuditDetail() {}

    static JsonNode masked() {
        return NODES.stringNode(MASK);
    }

    static JsonNode text(String text) {
        return NODES.stringNode(Text.storable(Secrets.hidden(text)));
    }

    static JsonNode shown(JsonNode node) {
        if (node.isObject()) {
            var shown = NODES.objectNode();
            node.properties()
                    .forEach(member -> shown.set(
                            Text.storable(member.getKey()),
                            Secrets.isSecret(member.getKey()) ? masked() : shown(member.getValue())));
            return shown;
        }
        if (node.isArray()) {
            var shown = NODES.arrayNode();
            node.forEach(each -> shown.add(shown(each)));
            return shown;
        }
        return node.isString() ? text(node) : node;
    }

    /** A configuration may be sent as the text of a JSON object; when it cannot be read, nobody knows what in it is secret. */
    private static JsonNode text(JsonNode node) {
        var text = node.asString();
        if (!text.stripLeading().startsWith("{")) {
            return text(text);
        }
        try {
            return shown(JsonMapper.shared().readTree(text));
        } catch (JacksonException e) {
            return NODES.stringNode("*** (%d characters that are not JSON)".formatted(text.length()));
        }
    }
}
