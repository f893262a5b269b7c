package org.garner.catalog.index;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of {@code package_search}, as it asked it: nothing is checked before the search.
 *
 * @param matching which packages
 * @param page which part of them
 * @param shown what is told of each
 * @param facets what is counted over all of them
 * @param visibility what the asker may see
 */
public record SearchQuery(Matching matching, Page page, Shown shown, Facets facets, Visibility visibility) {
    public static final int MAX_ROWS = 1_000;
    public static final int DEFAULT_ROWS = 10;
    public static final int DEFAULT_FACET_LIMIT = 50;

    /** What {@link Matching#ranking} may set: Solr's names. */
    public static final Set<String> RANKING = Set.of("defType", "qf", "bf", "boost", "tie", "mm", "df");

    private static final SearchQuery ALL = new SearchQuery(
            new Matching("", List.of(), Map.of(), null, false),
            new Page(0, DEFAULT_ROWS, "", ""),
            new Shown(List.of(), false),
            new Facets(List.of(), DEFAULT_FACET_LIMIT, 1),
            Visibility.PUBLIC);

    /**
     * Which packages.
     *
     * @param q the query, empty for everything
     * @param fq filters, all of which must hold
     * @param ranking how words are looked for and weighed, by the names in {@link #RANKING}
     * @param box where the packages must lie; null for anywhere
     * @param smallOperators whether and, or, not between two fields count as operators even when other parts of the query name no field
     */
    public record Matching(
            String q,
            List<String> fq,
            Map<String, String> ranking,
            @Nullable Box box,
            boolean smallOperators) {
        public Matching {
            fq = List.copyOf(fq);
            ranking = Map.copyOf(ranking);
        }
    }

    /**
     * Which part of what matches.
     *
     * @param start how many to skip
     * @param rows how many; more than {@value #MAX_ROWS} are cut to that
     * @param sort such as {@code score desc, name asc}; empty for the default
     * @param pager who asks: pages of one query for the same pager belong together; empty for a page that stands alone
     */
    public record Page(int start, int rows, String sort, String pager) {}

    /**
     * What is told of each package.
     *
     * @param fields the fields of the index, with {@code *} for all; empty for the whole package
     * @param asStored the package as it was stored, not as it is shown; of no effect when there are fields
     */
    public record Shown(List<String> fields, boolean asStored) {
        public Shown {
            fields = List.copyOf(fields);
        }
    }

    /**
     * Values to count.
     *
     * @param fields whose values
     * @param limit how many values of each field, the most frequent first; negative for all
     * @param minimum leaves out values of fewer packages
     */
    public record Facets(List<String> fields, int limit, int minimum) {
        public Facets {
            fields = List.copyOf(fields);
        }
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
        return ALL;
    }

    public static SearchQuery of(String q) {
        return ALL.q(q);
    }

    public SearchQuery q(String value) {
        return matching(new Matching(value, matching.fq, matching.ranking, matching.box, matching.smallOperators));
    }

    public SearchQuery fq(String... values) {
        return matching(
                new Matching(matching.q, List.of(values), matching.ranking, matching.box, matching.smallOperators));
    }

    public SearchQuery matching(Matching value) {
        return new SearchQuery(value, page, shown, facets, visibility);
    }

    public SearchQuery rows(int value) {
        return page(new Page(page.start, value, page.sort, page.pager));
    }

    public SearchQuery start(int value) {
        return page(new Page(value, page.rows, page.sort, page.pager));
    }

    public SearchQuery sort(String value) {
        return page(new Page(page.start, page.rows, value, page.pager));
    }

    public SearchQuery pager(String value) {
        return page(new Page(page.start, page.rows, page.sort, value));
    }

    public SearchQuery page(Page value) {
        return new SearchQuery(matching, value, shown, facets, visibility);
    }

    public SearchQuery fields(String... values) {
        return shown(new Shown(List.of(values), shown.asStored));
    }

    public SearchQuery shown(Shown value) {
        return new SearchQuery(matching, page, value, facets, visibility);
    }

    public SearchQuery facets(Facets value) {
        return new SearchQuery(matching, page, shown, value, visibility);
    }

    public SearchQuery visibility(Visibility value) {
        return new SearchQuery(matching, page, shown, facets, value);
    }
}
