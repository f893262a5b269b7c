package org.garner.client;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A source to create, or to find when it exists.
 *
 * @param name its short name; null to let the server make one of host and path
 * @param config the settings of its type, as JSON; null for none
 */
public record NewSource(
        String url,
        String type,
        @Nullable String name,
        @Nullable String title,
        @Nullable String publisher,
        @Nullable JsonNode config) {

    Map<String, Object> members() {
        var members = new TreeMap<String, Object>(Map.of("url", url, "type", type));
        put(members, "name", name);
        put(members, "title", title);
        put(members, "publisher", publisher);
        put(members, "config", config);
        return members;
    }

    private static void put(Map<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }
}
