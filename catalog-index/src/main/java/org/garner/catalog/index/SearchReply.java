package org.garner.catalog.index;

import java.util.List;

/** What came of a search. */
public sealed interface SearchReply {
    /**
     * The packages found.
     *
     * @param count how many there are in all
     * @param packages those asked for, in order: each the JSON text that package_show gives
     * @param sort the order, as it is told to clients
     */
    record Found(long count, List<String> packages, String sort) implements SearchReply {
        public Found {
            packages = List.copyOf(packages);
        }
    }

    /** A parameter that is none, or has a value that it cannot have: CKAN's "Search Query Error", 400. */
    record BadParameter(String message) implements SearchReply {}

    /** A query that cannot be understood or is not allowed: CKAN's "Search Error", 409. */
    record BadQuery(String message) implements SearchReply {}

    /** The index does not answer: CKAN's "Search Connection Error", 500. */
    record Unavailable(String message) implements SearchReply {}
}
