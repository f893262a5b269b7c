package org.garner.catalog.index;

import java.util.List;

/** What came of a search. */
public sealed interface SearchReply {
    /**
     * The packages found.
     *
     * @param count how many there are in all; on later pages of a pager, how many there were when it began
     * @param packages those asked for, in order: each a JSON text, the package as package_show gives it, or the fields that were asked for
     * @param sort the order, as it is told to clients
     * @param facets the counted values, in the order of the question
     */
    record Found(long count, List<String> packages, String sort, List<Facet> facets) implements SearchReply {
        public Found {
            packages = List.copyOf(packages);
            facets = List.copyOf(facets);
        }
    }

    /**
     * The values of a field.
     *
     * @param field under the name it was asked by
     * @param values the most frequent first
     */
    record Facet(String field, List<Value> values) {
        public Facet {
            values = List.copyOf(values);
        }

        /** A value, and how many of the packages found have it. */
        public record Value(String name, long count) {}
    }

    /** A parameter that is none, or has a value that it cannot have: CKAN's "Search Query Error", 400. */
    record BadParameter(String message) implements SearchReply {}

    /** A query that cannot be understood or is not allowed: CKAN's "Search Error", 409. */
    record BadQuery(String message) implements SearchReply {}

    /** The index does not answer: CKAN's "Search Connection Error", 500. */
    record Unavailable(String message) implements SearchReply {}
}
