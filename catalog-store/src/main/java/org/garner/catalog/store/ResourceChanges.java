package org.garner.catalog.store;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.garner.catalog.Distribution;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a package's resources. Links point at resource ids, so a distribution takes over the resource of the id that it states, else of the
 * same address and name, else of the same address, else of the same position. A new one gets the id that it states, if that is free.
 *
 * @param all the resources afterwards, in order
 */
record ResourceChanges(List<ResourceRow> all, List<ResourceRow> added, List<ResourceRow> changed, List<UUID> vanished) {

    static ResourceChanges of(
            UUID packageId, List<ResourceRow> before, List<Distribution> distributions, FreeIds ids, Instant now) {
        var left = new LinkedHashMap<UUID, ResourceRow>();
        before.forEach(row -> left.put(row.id(), row));
        var chosen = new @Nullable ResourceRow[distributions.size()];
        match(
                left,
                chosen,
                ResourceRow::id,
                at -> Ids.uuid(distributions.get(at).id()));
        match(left, chosen, row -> new AddressAndName(row.url(), row.name()), at -> {
            var distribution = distributions.get(at);
            return new AddressAndName(distribution.url(), distribution.name());
        });
        match(left, chosen, ResourceRow::url, at -> distributions.get(at).url());
        match(left, chosen, ResourceRow::position, at -> at);

        var all = new ArrayList<ResourceRow>();
        var added = new ArrayList<ResourceRow>();
        var changed = new ArrayList<ResourceRow>();
        for (var at = 0; at < distributions.size(); at++) {
            var old = chosen[at];
            if (old == null) {
                added.add(ResourceRow.added(
                        ids.take(distributions.get(at).id()), packageId, at, distributions.get(at), now));
                all.add(added.getLast());
                continue;
            }
            var row = old.become(at, distributions.get(at), now);
            all.add(row);
            if (!row.equals(old)) {
                changed.add(row);
            }
        }
        return new ResourceChanges(all, added, changed, List.copyOf(left.keySet()));
    }

    /** Gives new resources the ids that they state while those are free. */
    static final class FreeIds {
        private final Set<UUID> taken;

        /** @param taken the ids among those stated that resources have already */
        FreeIds(Set<UUID> taken) {
            this.taken = new HashSet<>(taken);
        }

        UUID take(@Nullable String stated) {
            var id = Ids.uuid(stated);
            return id != null && taken.add(id) ? id : Ids.next();
        }
    }

    private record AddressAndName(String url, @Nullable String name) {}

    /** Gives each distribution without a resource the first one left of the same key; linear, for packages may have very many. */
    private static void match(
            Map<UUID, ResourceRow> left,
            @Nullable ResourceRow[] chosen,
            Function<ResourceRow, Object> keyOfRow,
            IntFunction<@Nullable Object> keyOfDistribution) {
        var byKey = new HashMap<Object, ArrayDeque<ResourceRow>>();
        for (var row : left.values()) {
            byKey.computeIfAbsent(keyOfRow.apply(row), key -> new ArrayDeque<>())
                    .add(row);
        }
        for (var at = 0; at < chosen.length; at++) {
            var rows = chosen[at] == null ? byKey.get(keyOfDistribution.apply(at)) : null;
            var row = rows == null ? null : rows.poll();
            if (row != null) {
                chosen[at] = row;
                left.remove(row.id());
            }
        }
    }
}
