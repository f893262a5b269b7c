package org.garner.catalog.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** A long list of ids in sixteen bytes each. */
final class UuidList {
    private long[] halves = new long[64];
    private int size;

    void add(UUID id) {
        if (2 * size == halves.length) {
            halves = Arrays.copyOf(halves, 2 * halves.length);
        }
        halves[2 * size] = id.getMostSignificantBits();
        halves[2 * size + 1] = id.getLeastSignificantBits();
        size++;
    }

    int size() {
        return size;
    }

    List<UUID> slice(int from, int until) {
        var slice = new ArrayList<UUID>(until - from);
        for (var at = from; at < until; at++) {
            slice.add(new UUID(halves[2 * at], halves[2 * at + 1]));
        }
        return slice;
    }

    /** Gives back what was reserved for more. */
    void trim() {
        halves = Arrays.copyOf(halves, 2 * size);
    }
}
