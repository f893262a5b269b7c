package org.garner.catalog.index;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Refuses what Solr must not see, or would misunderstand, before it is asked. */
final class QueryCheck {
    private static final Set<String> PARSERS = Set.of("lucene", "dismax", "edismax");
    private static final Pattern WEIGHED_FIELDS = Pattern.compile("\\s*(?:[\\w.*-]+(?:\\^[\\d.]+)?\\s*)+");
    private static final int LONGEST_LIST = 2_000;

    private QueryCheck() {}

    /** Why this cannot be searched; empty when it can. */
    static Optional<SearchReply> refusal(SearchQuery query) {
        return Stream.<Optional<? extends SearchReply>>of(
                        numbers(query.page()), texts(query.matching()), ranking(query.matching()), names(query))
                .flatMap(Optional::stream)
                .map(SearchReply.class::cast)
                .findFirst();
    }

    private static Optional<SearchReply> numbers(SearchQuery.Page page) {
        return page.rows() < 0 || page.start() < 0
                ? badParameter(
                        "rows and start cannot be negative, but were %d and %d".formatted(page.rows(), page.start()))
                : Optional.empty();
    }

    private static Optional<SearchReply> texts(SearchQuery.Matching matching) {
        return Stream.concat(Stream.of(matching.q()), matching.fq().stream())
                .map(QueryText::forbidden)
                .flatMap(Optional::stream)
                .findFirst()
                .map(SearchReply.BadQuery::new);
    }

    private static Optional<SearchReply> ranking(SearchQuery.Matching matching) {
        for (Map.Entry<String, String> setting : matching.ranking().entrySet()) {
            var value = setting.getValue();
            if (value.contains("$") || QueryText.forbidden(value).isPresent()) {
                return Optional.of(new SearchReply.BadQuery(
                        "Local parameters are not supported: %s was '%s'. Leave out {!...}, $ and _query_:"
                                .formatted(setting.getKey(), value)));
            }
            var expected = expected(setting.getKey(), value);
            if (!expected.isEmpty()) {
                return Optional.of(new SearchReply.BadQuery(
                        "%s is %s, but was '%s'".formatted(setting.getKey(), expected, value)));
            }
        }
        return Optional.empty();
    }

    /** What this setting ought to be; empty when it is. */
    private static String expected(String name, String value) {
        return switch (name) {
            case "defType" -> PARSERS.contains(value) ? "" : "one of lucene, dismax and edismax";
            case "df" -> FieldNames.isName(value) ? "" : "the name of a field";
            case "qf" ->
                value.length() <= LONGEST_LIST && WEIGHED_FIELDS.matcher(value).matches()
                        ? ""
                        : "a list of fields such as 'title^4 text', of at most %d characters".formatted(LONGEST_LIST);
            case "tie" -> value.strip().matches("\\d{0,9}\\.?\\d{1,9}") ? "" : "a number such as 0.1";
            default -> "";
        };
    }

    private static Optional<SearchReply> names(SearchQuery query) {
        var sort = query.page().sort();
        if (SortOrder.of(sort).isEmpty()) {
            return badParameter(
                    "sort is a list such as 'name asc, metadata_modified desc' of fields that have one value, but was '%s'"
                            .formatted(sort));
        }
        return other(query.shown().fields(), FieldNames::areNames)
                .map(name -> "fl is a list of fields such as 'id, name, extras_guid', but has '%s'".formatted(name))
                .or(() -> other(
                                query.facets().fields(),
                                name -> FieldNames.isName(name)
                                        && FieldNames.exact(name).isPresent())
                        .map(name ->
                                "facet.field is a list such as [\"tags\", \"res_format\"] of fields that hold values, not words, but has '%s'"
                                        .formatted(name)))
                .flatMap(QueryCheck::badParameter);
    }

    private static Optional<String> other(List<String> names, Predicate<String> right) {
        return names.stream().filter(right.negate()).findFirst();
    }

    private static Optional<SearchReply> badParameter(String what) {
        return Optional.of(new SearchReply.BadParameter("Search Query is invalid: " + what));
    }
}
