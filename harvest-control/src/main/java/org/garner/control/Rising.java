package org.garner.control;

import java.util.HashMap;
import java.util.Map;

/** Counts of rows, shown as counters: what is removed from the table later does not make them fall. Used by one thread. */
final class Rising {
    private final Map<String, Long> last = new HashMap<>();
    private final Map<String, Long> risen = new HashMap<>();

    /** The counters after this count of the rows. */
    Map<String, Long> with(Map<String, Long> counted) {
        counted.forEach((name, now) -> {
            var before = last.getOrDefault(name, 0L);
            risen.merge(name, Math.max(0, now - before), Long::sum);
        });
        last.clear();
        last.putAll(counted);
        return Map.copyOf(risen);
    }
}
