package org.garner.control.actions.write;

import java.util.List;
import org.garner.catalog.api.Parameters;
import org.garner.control.rest.Members;
import org.garner.control.rest.SourceForm;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a source as CKAN's clients describe it. They send back what harvest_source_show gave them, so whatever is not about the source's settings is
 * left aside.
 */
final class SourceMembers {
    private static final String MISSING = "Missing value";

    private SourceMembers() {}

    /** A source to be made. */
    static Members fresh(Parameters parameters) {
        var members = members(given(parameters), parameters);
        if (!members.has("name")) {
            members.wrong("name", MISSING);
        }
        return members;
    }

    /** A source to be changed in what is given only. */
    static Members patched(Parameters parameters) {
        return members(given(parameters), parameters);
    }

    /** A source to be described anew: what is not given is as for a new one, but for its publisher and state, and what CKAN does not know of. */
    static Members replaced(Parameters parameters) {
        var body = given(parameters);
        for (var name : List.of("name", "url", "type", "title", "notes", "config", "frequency")) {
            if (!body.has(name)) {
                body.putNull(name);
            }
        }
        return members(body, parameters);
    }

    private static Members members(ObjectNode body, Parameters parameters) {
        var members = new Members(body, SourceForm.MEMBERS);
        if (parameters.flag("private", false)) {
            members.wrong("private", "A source is for everybody to see; its datasets have a publisher of their own");
        }
        return members;
    }

    private static ObjectNode given(Parameters parameters) {
        var body = JsonNodeFactory.instance.objectNode();
        required(body, "name", parameters.value("name"));
        required(body, "url", parameters.value("url"));
        required(body, "type", parameters.value("source_type"));
        for (var name : List.of("title", "notes", "config", "frequency", "quiet_hours")) {
            optional(body, name, parameters.value(name));
        }
        optional(body, "publisher", parameters.value("owner_org"));
        if (parameters.text("active").isPresent()) {
            body.put("active", parameters.flag("active", true));
        } else {
            parameters.text("state").ifPresent(state -> body.put("active", state.equals("active")));
        }
        return body;
    }

    /** The empty text is none, as in CKAN. */
    private static void required(ObjectNode body, String name, JsonNode value) {
        if (value.isString() && value.asString().isBlank()) {
            body.putNull(name);
        } else {
            optional(body, name, value);
        }
    }

    private static void optional(ObjectNode body, String name, JsonNode value) {
        if (!value.isMissingNode()) {
            body.set(name, value);
        }
    }
}
