package org.garner.catalog.api;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parameters of {@code search/dataset} in the words of {@code package_search}: {@code limit}, {@code offset}, {@code order_by}, {@code tags},
 * {@code all_fields}, and {@code qjson}, which holds all others as one JSON object.
 */
final class OldSearch {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Map<String, String> RENAMED = Map.of("limit", "rows", "offset", "start", "order_by", "sort");

    private OldSearch() {}

    static Parameters translated(Parameters asked) {
        var parameters =
                asked.text("qjson").map(text -> asked.with(object(text))).orElse(asked);
        var values = JSON.createObjectNode();
        for (var name : parameters.names()) {
            switch (name) {
                case "limit", "offset", "order_by" -> {}
                // Without fl the whole dataset is shown, which is more than all fields.
                case "all_fields" -> {}
                case "tags" ->
                    parameters
                            .texts(name)
                            .forEach(tag -> values.withArray("fq_list").add(filter(tag)));
                case "fq_list" ->
                    parameters
                            .texts(name)
                            .forEach(each -> values.withArray("fq_list").add(each));
                default -> values.set(name, parameters.value(name));
            }
        }
        RENAMED.forEach((old, name) -> parameters.text(old).ifPresent(value -> {
            if (!values.has(name)) {
                values.put(name, old.equals("order_by") ? order(value) : value);
            }
        }));
        return parameters.with(values);
    }

    private static String order(String field) {
        return field.strip().matches("(?i)rank|.+\\s+(asc|desc)") ? field : field.strip() + " asc";
    }

    private static String filter(String tag) {
        return "tags:\"" + tag.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static ObjectNode object(String text) {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new RefusedException(
                    new ActionFailure.BadRequest("Malformed qjson value: " + e.getOriginalMessage()));
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new RefusedException(new ActionFailure.BadRequest("Malformed qjson value: it is no JSON object"));
    }
}
