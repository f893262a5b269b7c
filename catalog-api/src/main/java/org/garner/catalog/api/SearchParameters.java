package org.garner.catalog.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.garner.catalog.access.Permission;
import org.garner.catalog.index.Box;
import org.garner.catalog.index.SearchQuery;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The parameters of {@code package_search} as a query. What does not exist is refused by name: a misspelt filter must not find everything. */
final class SearchParameters {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Set<String> OWN = Set.of(
            "q",
            "fq",
            "fq_list",
            "rows",
            "start",
            "sort",
            "fl",
            "facet",
            "facet.field",
            "facet.limit",
            "facet.mincount",
            "include_private",
            "include_drafts",
            "include_deleted",
            "use_default_schema",
            "wt",
            "ext_bbox");

    private SearchParameters() {}

    /**
     * The query of these parameters.
     *
     * @param pager see {@link SearchQuery.Page}
     * @param smallOperators see {@link SearchQuery.Matching}
     */
    static SearchQuery query(Parameters parameters, String pager, boolean smallOperators) {
        requireKnown(parameters);
        requireJson(parameters);
        return new SearchQuery(
                matching(parameters, smallOperators),
                new SearchQuery.Page(
                        parameters.count("start", 0),
                        parameters.count("rows", SearchQuery.DEFAULT_ROWS),
                        parameters.text("sort").orElse(""),
                        pager),
                new SearchQuery.Shown(names(parameters), parameters.flag("use_default_schema", false)),
                facets(parameters),
                visibility(parameters));
    }

    private static SearchQuery.Matching matching(Parameters parameters, boolean smallOperators) {
        var filters = new ArrayList<>(parameters.texts("fq"));
        filters.addAll(list(parameters, "fq_list"));
        var ranking = new HashMap<String, String>();
        SearchQuery.RANKING.forEach(name -> parameters.text(name).ifPresent(value -> ranking.put(name, value)));
        return new SearchQuery.Matching(
                parameters.text("q").orElse(""), filters, ranking, box(parameters), smallOperators);
    }

    private static @Nullable Box box(Parameters parameters) {
        var sides = String.join(",", list(parameters, "ext_bbox"));
        if (sides.isEmpty()) {
            return null;
        }
        return Box.parse(sides)
                .orElseThrow(() -> RefusedException.cannotSearch(
                        "Bad bounding box provided: ext_bbox is minx,miny,maxx,maxy in degrees, but was '%s'"
                                .formatted(sides)));
    }

    private static SearchQuery.Facets facets(Parameters parameters) {
        var fields = parameters.flag("facet", true) ? list(parameters, "facet.field") : List.<String>of();
        return new SearchQuery.Facets(
                fields.stream().distinct().toList(), limit(parameters), parameters.count("facet.mincount", 1));
    }

    private static int limit(Parameters parameters) {
        try {
            return parameters
                    .text("facet.limit")
                    .map(text -> Integer.parseInt(text.strip()))
                    .orElse(SearchQuery.DEFAULT_FACET_LIMIT);
        } catch (NumberFormatException e) {
            throw RefusedException.invalid("facet.limit", "Invalid integer");
        }
    }

    /** What widens a search changes nothing for those who may not see more. */
    private static SearchQuery.Visibility visibility(Parameters parameters) {
        return parameters.may(Permission.READ_PRIVATE)
                ? new SearchQuery.Visibility(
                        parameters.flag("include_private", false),
                        parameters.flag("include_drafts", false),
                        parameters.flag("include_deleted", false),
                        Set.of())
                : SearchQuery.Visibility.PUBLIC;
    }

    /** Names with commas or blanks between, once or several times. */
    private static List<String> names(Parameters parameters) {
        return list(parameters, "fl").stream()
                .flatMap(text -> Arrays.stream(text.split("[,\\s]+")))
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /** Several values: a list, the parameter several times, or the text of a JSON list, as CKAN's own clients send it in an address. */
    private static List<String> list(Parameters parameters, String name) {
        var values = new ArrayList<String>();
        for (var text : parameters.texts(name)) {
            if (!text.strip().startsWith("[")) {
                values.add(text);
                continue;
            }
            try {
                var list = JSON.readTree(text);
                list.forEach(each -> values.add(each.asString()));
            } catch (JacksonException e) {
                throw RefusedException.invalid(name, "Could not parse as valid JSON");
            }
        }
        return values;
    }

    private static void requireKnown(Parameters parameters) {
        var unknown = new TreeSet<>(parameters.names());
        unknown.removeIf(name -> OWN.contains(name) || SearchQuery.RANKING.contains(name) || name.startsWith("ext_"));
        if (!unknown.isEmpty()) {
            var known = new TreeSet<>(OWN);
            known.addAll(SearchQuery.RANKING);
            throw RefusedException.badSearch("Invalid search parameters: %s. There are %s.".formatted(unknown, known));
        }
    }

    private static void requireJson(Parameters parameters) {
        parameters.text("wt").filter(format -> !format.equals("json")).ifPresent(format -> {
            throw RefusedException.badSearch("Invalid search parameters: wt is json, but was '%s'".formatted(format));
        });
    }
}
