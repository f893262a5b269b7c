package org.garner.catalog.api.actions;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.garner.catalog.api.GroupDict;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.api.RefusedException;
import org.garner.catalog.store.Catalogue;
import org.garner.catalog.store.PackageGroup;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The names of all groups, never cut off unless a limit is asked for. */
@Component
class GroupList implements ReadAction {
    private static final List<String> ORDERS = List.of("name", "package_count", "packages", "title");

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
        var order = order(
                parameters.text("sort").or(() -> parameters.text("order_by")).orElse("title asc"));
        var chosen = chosen(parameters);
        var counts = allFields || order.needsCounts() ? counts(chosen) : Map.<UUID, Long>of();
        var groups = chosen.stream()
                .sorted(order.comparator(counts))
                .skip(parameters.count("offset", 0))
                .limit(parameters.count("limit", Integer.MAX_VALUE))
                .toList();
        result.writeStartArray();
        for (var group : groups) {
            if (allFields) {
                result.writeStartObject();
                GroupDict.write(result, group);
                result.writeNumberProperty("package_count", counts.getOrDefault(group.id(), 0L));
                result.writeEndObject();
            } else {
                result.writeString(group.name());
            }
        }
        result.writeEndArray();
    }

    private Map<UUID, Long> counts(List<PackageGroup> of) {
        return catalogue.groups().counts(of.stream().map(PackageGroup::id).toList());
    }

    private List<PackageGroup> chosen(Parameters parameters) {
        var only = new HashSet<>(names(parameters.texts("groups")));
        return catalogue.groups().all().stream()
                .filter(group -> only.isEmpty() || only.contains(group.name()))
                .toList();
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

    private static GroupOrder order(String sort) {
        var words = sort.strip().toLowerCase(Locale.ROOT).split("\\s+", 2);
        var direction = words.length == 1 ? "asc" : words[1];
        if (!ORDERS.contains(words[0]) || !(direction.equals("asc") || direction.equals("desc"))) {
            throw RefusedException.invalid(
                    "sort",
                    "Cannot sort by '%s'; there are %s, each with asc or desc"
                            .formatted(sort, String.join(", ", ORDERS)));
        }
        return new GroupOrder(words[0].equals("packages") ? GroupOrder.BY_COUNT : words[0], direction.equals("desc"));
    }
}
