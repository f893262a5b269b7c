package org.garner.catalog.index;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The passes of all pagers, found by who asks and what: what a client sends says nothing else of where it comes from. Bounded in number, in memory
 * and in time; a pass that is forgotten goes on as pages of Solr, in which a package may come twice or not at all. Safe for several threads.
 */
final class Passes {
    /** The longest list of a pass; a query with more matches has none. */
    static final int LONGEST = 1_000_000;

    private static final int MOST = 10_000;
    private static final int MOST_IDS = 2_000_000;
    private static final int MOST_AT_ONCE = 4;
    private static final Duration KEPT = Duration.ofMinutes(30);

    private final Clock clock;
    private final Map<String, Way> ways = new LinkedHashMap<>(64, 0.75f, true);
    private int ids;

    Passes(Clock clock) {
        this.clock = clock;
    }

    /** The passes of one pager through one query, the oldest first: it may have begun again while another of its threads is on the way. */
    private static final class Way {
        private final List<Pass> passes = new ArrayList<>(1);
        private Instant used;
        private int size;

        Way(Instant used) {
            this.used = used;
        }
    }

    /** The pass that this query is a page of: the one that waits for it, otherwise the latest that has come so far. */
    synchronized Optional<Pass> find(SearchQuery query) {
        forgetOld();
        var way = ways.get(key(query));
        if (way == null) {
            return Optional.empty();
        }
        way.used = clock.instant();
        var start = query.page().start();
        return way.passes.stream()
                .filter(pass -> pass.awaits(start))
                .findFirst()
                .or(() -> way.passes.reversed().stream()
                        .filter(pass -> pass.knows(start))
                        .findFirst())
                .or(() -> Optional.of(way.passes.getLast()));
    }

    /** Keeps the pass that began with this query. */
    synchronized void begin(SearchQuery query, Pass pass) {
        forgetOld();
        var way = ways.computeIfAbsent(key(query), key -> new Way(clock.instant()));
        way.used = clock.instant();
        way.passes.add(pass);
        if (way.passes.size() > MOST_AT_ONCE) {
            way.passes.removeFirst();
        }
        measure(way);
        forgetMost();
    }

    /** To be told when the pass of this query has been listed. */
    synchronized void listed(SearchQuery query) {
        var way = ways.get(key(query));
        if (way != null) {
            measure(way);
            forgetMost();
        }
    }

    private void measure(Way way) {
        ids -= way.size;
        way.size = way.passes.stream().mapToInt(Pass::size).sum();
        ids += way.size;
    }

    private void forgetOld() {
        var eldest = clock.instant().minus(KEPT);
        for (var each = ways.values().iterator(); each.hasNext(); ) {
            var way = each.next();
            if (!way.used.isBefore(eldest)) {
                return;
            }
            ids -= way.size;
            each.remove();
        }
    }

    /** Never the one that was used last. */
    private void forgetMost() {
        for (var each = ways.values().iterator();
                ways.size() > 1 && (ways.size() > MOST || ids > MOST_IDS) && each.hasNext(); ) {
            ids -= each.next().size;
            each.remove();
        }
    }

    /** Everything but which page: as a hash, since a query may be of any length. */
    private static String key(SearchQuery query) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            var page = query.start(0).rows(0);
            // The order of a map's entries is not the same in two equal maps.
            var ranking = page.matching().ranking().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .toList();
            return HexFormat.of().formatHex(sha.digest((page + "|" + ranking).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
