package org.garner.catalog.api.actions;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.garner.catalog.store.Grouping;

/**
 * An order of publishers or groups; those that are equal in it stand by name.
 *
 * @param field {@link #BY_NAME}, {@link #BY_TITLE} or {@link #BY_COUNT}
 */
record GroupOrder(String field, boolean descending) {
    static final String BY_NAME = "name";
    static final String BY_TITLE = "title";
    static final String BY_COUNT = "package_count";

    boolean needsCounts() {
        return field.equals(BY_COUNT);
    }

    Comparator<Grouping> comparator(Map<UUID, Long> counts) {
        Comparator<Grouping> order = switch (field) {
            case BY_COUNT -> Comparator.comparing(group -> counts.getOrDefault(group.id(), 0L));
            case BY_NAME -> Comparator.comparing(Grouping::name);
            default -> Comparator.comparing(group -> group.displayName().toLowerCase(Locale.ROOT));
        };
        return (descending ? order.reversed() : order).thenComparing(Grouping::name);
    }
}
