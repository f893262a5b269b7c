package org.garner.catalog.index;

import java.util.List;
import java.util.Set;

/**
 * What a client asks of {@code package_search}, as it asked it: nothing is checked before the search.
 *
 * @param q the query, empty for everything
 * @param fq filters, all of which must hold
 * @param rows how many packages; more than {@value #MAX_ROWS} are cut to that
 * @param start how many to skip
 * @param sort such as {@code score desc, name asc}; empty for the default
 * @param visibility what the asker may see
 */
public record SearchQuery(String q, List<String> fq, int rows, int start, String sort, Visibility visibility) {
    public static final int MAX_ROWS = 1_000;
    private static final int DEFAULT_ROWS = 10;

    public SearchQuery {
        fq = List.copyOf(fq);
    }

    /**
     * What a search may find.
     *
     * @param includePrivate also what only its publisher may see
     * @param includeDrafts also what is not finished
     * @param includeDeleted also what was withdrawn
     * @param labels the asker's permission labels; empty for those who may see all
     */
    public record Visibility(
            boolean includePrivate, boolean includeDrafts, boolean includeDeleted, Set<String> labels) {
        /** What everybody may see. */
        public static final Visibility PUBLIC = new Visibility(false, false, false, Set.of("public"));

        public Visibility {
            labels = Set.copyOf(labels);
        }
    }

    /** The first ten of everything public. */
    public static SearchQuery all() {
        return new SearchQuery("", List.of(), DEFAULT_ROWS, 0, "", Visibility.PUBLIC);
    }

    public static SearchQuery of(String q) {
        return all().q(q);
    }

    public SearchQuery q(String value) {
        return new SearchQuery(value, fq, rows, start, sort, visibility);
    }

    public SearchQuery fq(String... values) {
        return new SearchQuery(q, List.of(values), rows, start, sort, visibility);
    }

    public SearchQuery rows(int value) {
        return new SearchQuery(q, fq, value, start, sort, visibility);
    }

    public SearchQuery start(int value) {
        return new SearchQuery(q, fq, rows, value, sort, visibility);
    }

    public SearchQuery sort(String value) {
        return new SearchQuery(q, fq, rows, start, value, visibility);
    }

    public SearchQuery visibility(Visibility value) {
        return new SearchQuery(q, fq, rows, start, sort, value);
    }
}
