package org.garner.catalog.index;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One client's way through all pages of a query: a list of what matched when it began, and where in it each page begins. Packages that change keep their
 * place, those that are withdrawn leave it, and their page is filled from those that follow: none comes twice, and none is missed that was there
 * throughout. Safe for several threads.
 */
final class Pass {
    /** How many are looked for at once when what a page was to show has been withdrawn. */
    private static final int CHUNK = 1_000;

    /** Held while Solr is asked, so that a page that is asked for twice at once is made once. */
    private final ReentrantLock making = new ReentrantLock();

    private final List<UUID> first;
    /** Where in the list a page begins, by the number of rows before it: kept for the pages behind which more was left out than before. */
    private final NavigableMap<Integer, Integer> places = new TreeMap<>();

    private volatile int next;
    private volatile long count;
    private volatile @Nullable UuidList list;

    /**
     * @param first the page that was shown
     * @param rows how many it was asked to have
     * @param count how many packages there were in all
     */
    Pass(List<UUID> first, int rows, long count) {
        this.first = List.copyOf(first);
        this.count = count;
        this.next = rows;
        if (first.size() != rows) {
            places.put(rows, first.size());
        }
    }

    /** How many packages are told to be there: the same on all pages. */
    long count() {
        return count;
    }

    /** How many ids it keeps. */
    int size() {
        var made = list;
        return made == null ? first.size() : made.size();
    }

    /** Whether the page that begins here is the one that comes next. */
    boolean awaits(int start) {
        return start == next;
    }

    /** Whether the page that begins here may be asked for again. */
    boolean knows(int start) {
        return start < next;
    }

    /** Sets the number of packages to those listed: for a list that was made together with the first page. */
    void countListed() {
        count = size();
    }

    /** Makes the list if there is none; {@code all} gives every id that matches, in order. */
    void list(Consumer<Consumer<UUID>> all) {
        making.lock();
        try {
            if (list != null) {
                return;
            }
            var shown = new HashSet<>(first);
            var made = new UuidList();
            first.forEach(made::add);
            all.accept(id -> {
                if (!shown.contains(id)) {
                    made.add(id);
                }
            });
            made.trim();
            list = made;
        } finally {
            making.unlock();
        }
    }

    /**
     * What the page that begins here shows, in order. The list has been made.
     *
     * @param live finds those of the ids that still match
     */
    <T> List<T> page(int start, int rows, Function<List<UUID>, Map<UUID, T>> live) {
        making.lock();
        try {
            var all = list;
            if (all == null) {
                throw new IllegalStateException("A page was asked for before there was a list");
            }
            var at = place(start, all.size());
            var after = (int) Math.min(Integer.MAX_VALUE, (long) start + rows);
            var page = new ArrayList<T>(rows);
            if (after <= next) {
                // Made before, so that it keeps its end: the page after it may have been shown already.
                fill(page, rows, all, at, place(after, all.size()), live);
            }
            if (page.isEmpty()) {
                var end = fill(page, rows, all, at, all.size(), live);
                if (end != place(after, all.size())) {
                    places.put(after, end);
                }
                next = Math.max(next, after);
            }
            return page;
        } finally {
            making.unlock();
        }
    }

    /** Adds what is live from here on until the page is full; returns behind which place. */
    private static <T> int fill(
            List<T> page, int rows, UuidList all, int from, int until, Function<List<UUID>, Map<UUID, T>> live) {
        var at = from;
        while (page.size() < rows && at < until) {
            var chunk = all.slice(at, Math.min(until, at + (at == from ? rows : CHUNK)));
            var found = live.apply(chunk);
            for (var ids = chunk.iterator(); page.size() < rows && ids.hasNext(); at++) {
                var shown = found.get(ids.next());
                if (shown != null) {
                    page.add(shown);
                }
            }
        }
        return at;
    }

    /** Where a page begins: as far behind the last place that is known as its number says. */
    private int place(int start, int size) {
        var before = places.floorEntry(start);
        var place = before == null ? start : before.getValue() + (start - before.getKey());
        return Math.clamp(place, 0, size);
    }
}
