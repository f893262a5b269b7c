package org.garner.catalog.api.actions;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.garner.catalog.api.GroupDict;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.api.RefusedException;
import org.garner.catalog.store.CatalogueViews;
import org.garner.catalog.store.Publisher;
import org.garner.catalog.store.Publishers;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** The publishers, by name or with all they tell. Never cut off unless a limit is asked for: who compares this list with an older one deletes what is missing. */
@Component
class OrganizationList implements ReadAction {

    private final Publishers publishers;
    private final CatalogueViews catalogue;

    OrganizationList(Publishers publishers, CatalogueViews catalogue) {
        this.publishers = publishers;
        this.catalogue = catalogue;
    }

    @Override
    public String name() {
        return "organization_list";
    }

    @Override
    public String help() {
        return """
            Gives the names of all publishers. all_fields: their dicts instead; sort: name, title or package_count, with asc or desc, 'title asc' \
            unless told; limit, offset: a part of them, all unless told; organizations: only these names; include_dataset_count (true unless told), \
            include_extras, include_tags, include_groups: what the dicts hold.\
            """;
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var order = order(parameters);
        var limit = parameters.count("limit", 0);
        var offset = parameters.count("offset", 0);
        var allFields = parameters.flag("all_fields", false);
        var counted = allFields && parameters.flag("include_dataset_count", true);
        var chosen = chosen(parameters);
        var counts = counted || order.needsCounts() ? counts(chosen) : Map.<UUID, Long>of();
        var page = chosen.stream()
                .sorted(order.comparator(counts))
                .skip(offset)
                .limit(limit == 0 ? Long.MAX_VALUE : limit)
                .toList();
        var empty = Stream.of("extras", "tags", "groups")
                .filter(member -> allFields && parameters.flag("include_" + member, false))
                .toList();
        result.writeStartArray();
        for (var publisher : page) {
            if (allFields) {
                result.writeStartObject();
                GroupDict.write(result, publisher);
                if (counted) {
                    result.writeNumberProperty("package_count", counts.getOrDefault(publisher.id(), 0L));
                }
                empty.forEach(member -> GroupDict.writeEmpty(result, member));
                result.writeEndObject();
            } else {
                result.writeString(publisher.name());
            }
        }
        result.writeEndArray();
    }

    private List<Publisher> chosen(Parameters parameters) {
        var names = new HashSet<String>();
        parameters
                .texts("organizations")
                .forEach(text -> names.addAll(List.of(text.strip().split("\\s*,\\s*"))));
        var all = publishers.all();
        return names.isEmpty()
                ? all
                : all.stream()
                        .filter(publisher -> names.contains(publisher.name())
                                || names.contains(publisher.id().toString()))
                        .toList();
    }

    private Map<UUID, Long> counts(List<Publisher> of) {
        return catalogue.counts(of.stream().map(Publisher::id).toList());
    }

    private static GroupOrder order(Parameters parameters) {
        var asked = parameters
                .text("sort")
                .or(() -> parameters.text("order_by"))
                .orElse(GroupOrder.BY_TITLE)
                .strip()
                .toLowerCase(Locale.ROOT)
                .split("\\s+");
        var field = asked[0].equals("packages") ? GroupOrder.BY_COUNT : asked[0];
        var direction = asked.length > 1 ? asked[1] : "asc";
        if (asked.length > 2
                || !List.of(GroupOrder.BY_NAME, GroupOrder.BY_TITLE, GroupOrder.BY_COUNT)
                        .contains(field)
                || !List.of("asc", "desc").contains(direction)) {
            throw RefusedException.invalid(
                    "sort",
                    "Cannot sort by '%s'. Sort by name, title or package_count, with asc or desc"
                            .formatted(String.join(" ", asked)));
        }
        return new GroupOrder(field, direction.equals("desc"));
    }
}
