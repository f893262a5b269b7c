package org.garner.catalog.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.garner.catalog.Group;
import org.jspecify.annotations.Nullable;

/** Groups and organisations as sources state them: how they are named here, found and made. An id goes before a name, for names change. */
final class StatedGroups {

    private StatedGroups() {}

    /** The name that a stated group has here. */
    static String name(Group group) {
        return Names.ofGroup(Text.storable(group.name()));
    }

    /** The ids and names by which these can be found. */
    static Set<String> idsAndNames(Collection<Group> groups) {
        return groups.stream()
                .flatMap(group -> Stream.of(group.id(), group.name(), name(group)))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** Those of these that are among the ones found by ids and names. */
    static <T> Map<Group, T> among(Collection<Group> groups, Map<String, T> found) {
        var known = new HashMap<Group, T>();
        for (var group : groups) {
            Stream.of(group.id(), group.name(), name(group))
                    .filter(Objects::nonNull)
                    .map(found::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(one -> known.put(group, one));
        }
        return known;
    }

    /** The columns of new rows, one for each name, always in the order of names so that several writers wait for each other but never for ever. */
    static Map<String, @Nullable String[]> columns(Collection<Group> groups) {
        var byName = new LinkedHashMap<String, Group>();
        groups.stream()
                .map(Text::storable)
                .sorted(Comparator.comparing(StatedGroups::name))
                .forEach(group -> byName.putIfAbsent(name(group), group));
        var rows = List.copyOf(byName.values());
        return Map.of(
                "ids",
                column(
                        rows,
                        group -> Objects.requireNonNullElseGet(Ids.uuid(group.id()), Ids::next)
                                .toString()),
                "names",
                column(rows, StatedGroups::name),
                "titles",
                column(rows, group -> group.title().isBlank() ? group.name() : group.title()),
                "descriptions",
                column(rows, Group::description),
                "images",
                column(rows, Group::imageUrl));
    }

    private static @Nullable String[] column(List<Group> rows, Function<Group, @Nullable String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }
}
