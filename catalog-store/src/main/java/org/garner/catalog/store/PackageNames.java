package org.garner.catalog.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds names for new packages; the only SQL on {@code package_name_suffix}. A name is taken only when the package is inserted. */
class PackageNames {

    /** Separates our advisory locks from those of others: "name" in ASCII. */
    private static final int NAME_LOCKS = 0x6e616d65;

    private final JdbcClient jdbc;

    PackageNames(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A free name for each of these ideal ones, in their order. Others may still take one by inserting without asking; then the next round numbers higher. */
    List<String> free(List<String> ideals, int round) {
        if (ideals.isEmpty()) {
            return List.of();
        }
        lockNames(new HashSet<>(ideals));
        var used = taken(new HashSet<>(ideals));
        var names = new ArrayList<@Nullable String>();
        var collisions = new HashMap<String, Integer>();
        for (var ideal : ideals) {
            if (used.add(ideal)) {
                names.add(ideal);
            } else {
                names.add(null);
                collisions.merge(ideal, 1, Integer::sum);
            }
        }
        if (collisions.isEmpty()) {
            return ideals;
        }
        // In the first round one number each; later ones skip ahead, past numbers that were given out before the
        // suffixes were counted.
        var asked = new HashMap<>(collisions);
        if (round > 0) {
            asked.replaceAll((name, count) -> count + (1 << round));
        }
        var next = suffixes(asked);
        next.replaceAll((name, last) -> last - collisions.getOrDefault(name, 0));
        return IntStream.range(0, names.size())
                .mapToObj(at -> {
                    var name = names.get(at);
                    return name != null
                            ? name
                            : Names.numbered(ideals.get(at), next.merge(ideals.get(at), 1, Integer::sum));
                })
                .toList();
    }

    /** Until the end of the transaction nobody else names a package by these names or by one of them with a number. */
    private void lockNames(Set<String> names) {
        var keys = names.stream()
                .map(name -> Names.family(name).hashCode())
                .sorted()
                .distinct()
                .map(String::valueOf)
                .toArray(String[]::new);
        // The scan of an array keeps its order, so that all take their locks in the same order.
        jdbc.sql("select pg_advisory_xact_lock(:space, key) from unnest(:keys::int[]) as key")
                .param("space", NAME_LOCKS)
                .param("keys", keys)
                .query(row -> {});
    }

    private Set<String> taken(Set<String> names) {
        return new HashSet<>(jdbc.sql("select name from package where name = any (:names::text[])")
                .param("names", names.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    /** Sets so many numbers aside for each name; returns the last of each. */
    private Map<String, Integer> suffixes(Map<String, Integer> counts) {
        var stems = counts.keySet().stream().sorted().toList();
        var last = new HashMap<String, Integer>();
        jdbc.sql("""
            insert into package_name_suffix as s (stem, last)
            select stem, count from unnest(:stems::text[], :counts::int[]) as e (stem, count)
            on conflict (stem) do update set last = s.last + excluded.last
            returning stem, last
            """)
                .param("stems", stems.toArray(String[]::new))
                .param(
                        "counts",
                        stems.stream()
                                .map(stem -> String.valueOf(counts.get(stem)))
                                .toArray(String[]::new))
                .query(row -> {
                    last.put(row.getString("stem"), row.getInt("last"));
                });
        return last;
    }
}
