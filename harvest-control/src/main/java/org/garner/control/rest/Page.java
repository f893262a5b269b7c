package org.garner.control.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Pages of lists: {@code next}, when there is more, is the {@code cursor} of the next page. */
final class Page {
    static final int MOST = 1000;

    private Page() {}

    /** @throws ProblemException when a page cannot have so many rows */
    static int limit(int wanted, int most) {
        if (wanted < 1 || wanted > most) {
            throw ProblemException.parameter("The parameter limit is 1 to %d, but was %d.".formatted(most, wanted));
        }
        return wanted;
    }

    /**
     * @param name the member that holds the rows
     * @param rows one more than the limit, when there are so many
     * @param cursor what names a row
     */
    static <T> Map<String, Object> of(
            String name, List<T> rows, int limit, Function<T, ?> json, Function<T, Object> cursor) {
        var page = new LinkedHashMap<String, Object>();
        var shown = rows.size() > limit ? rows.subList(0, limit) : rows;
        page.put(name, shown.stream().map(json).toList());
        if (rows.size() > limit) {
            page.put("next", cursor.apply(shown.getLast()).toString());
        }
        return page;
    }
}
