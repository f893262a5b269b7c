package org.garner.catalog.api.actions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.api.RefusedException;
import org.garner.catalog.store.Catalogue;
import org.garner.catalog.store.Groups.Counted;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The names of all groups, never cut off unless a limit is asked for. */
@Component
class GroupList implements ReadAction {
    private static final Map<String, Comparator<Counted>> ORDERS = Map.of(
            "name", Comparator.comparing(counted -> counted.group().name()),
            "title", Comparator.comparing(counted -> counted.group().displayName(), String.CASE_INSENSITIVE_ORDER),
            "package_count", Comparator.comparingLong(Counted::packages),
            "packages", Comparator.comparingLong(Counted::packages));

    private final Catalogue catalogue;

    GroupList(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public String name() {
        return "group_list";
    }

    @Override
    public String help() {
        return """
            Gives the names of the groups. all_fields: true for whole groups; groups: only these names; sort: 'title asc', \
            'name', 'package_count desc'; limit, offset: a part of the list.\
            """;
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var allFields = parameters.flag("all_fields", false);
        var groups = chosen(parameters, catalogue.groups().all())
                .skip(parameters.count("offset", 0))
                .limit(parameters.count("limit", Integer.MAX_VALUE))
                .toList();
        result.writeStartArray();
        for (var counted : groups) {
            if (allFields) {
                result.writeStartObject();
                GroupJson.write(result, counted);
                result.writeEndObject();
            } else {
                result.writeString(counted.group().name());
            }
        }
        result.writeEndArray();
    }

    private static Stream<Counted> chosen(Parameters parameters, List<Counted> all) {
        var only = new HashSet<>(names(parameters.texts("groups")));
        return all.stream()
                .filter(counted ->
                        only.isEmpty() || only.contains(counted.group().name()))
                .sorted(order(parameters
                        .text("sort")
                        .or(() -> parameters.text("order_by"))
                        .orElse("title asc")));
    }

    /** Names as a list, or as the JSON text of one, which is how addresses carry it. */
    private static List<String> names(List<String> written) {
        if (written.size() != 1 || !written.getFirst().startsWith("[")) {
            return written;
        }
        try {
            var names = new ArrayList<String>();
            JsonMapper.shared().readTree(written.getFirst()).forEach((JsonNode name) -> names.add(name.asString("")));
            return names;
        } catch (JacksonException e) {
            throw RefusedException.invalid("groups", "Must be a list of names, or its JSON text");
        }
    }

    private static Comparator<Counted> order(String sort) {
        var words = sort.strip().toLowerCase(Locale.ROOT).split("\\s+", 2);
        var order = ORDERS.get(words[0]);
        var direction = words.length == 1 ? "asc" : words[1];
        if (order == null || !(direction.equals("asc") || direction.equals("desc"))) {
            throw RefusedException.invalid(
                    "sort",
                    "Cannot sort by '%s'; there are %s, each with asc or desc"
                            .formatted(sort, ORDERS.keySet().stream().sorted().collect(Collectors.joining(", "))));
        }
        return direction.equals("desc") ? order.reversed() : order;
    }
}
