package org.garner.catalog.index;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.solr.client.solrj.SolrQuery;
import org.apache.solr.client.solrj.util.ClientUtils;

/** What is asked of Solr for a query. All queries have passed {@link QueryCheck}. */
final class SolrRequests {
    /** The id of a package, read from the column of all ids: the document itself, with the whole package in it, stays unread. */
    static final String BARE_ID = "bare_id";

    private static final Pattern STATE_FILTER = Pattern.compile("(?:^|[\\s(+])state\\s*:");
    private static final Pattern TYPE_FILTER = Pattern.compile("(?:^|[\\s(+])dataset_type\\s*:");

    private final String siteId;

    SolrRequests(String siteId) {
        this.siteId = siteId;
    }

    /** A page as Solr counts pages, with the facets. */
    SolrQuery page(SearchQuery query) {
        var request = shown(sorted(query, matching(query)), query);
        facets(request, query.facets());
        return request.setStart(query.page().start())
                .setRows(Math.min(query.page().rows(), SearchQuery.MAX_ROWS));
    }

    /** The facets alone. */
    SolrQuery counts(SearchQuery query) {
        var request = matching(query);
        facets(request, query.facets());
        return request.setRows(0);
    }

    /** The ids of everything that matches, in order. */
    SolrQuery ids(SearchQuery query, int most) {
        return sorted(query, matching(query))
                .setFields(BARE_ID + ":field(id)")
                .setStart(0)
                .setRows(most);
    }

    /** These packages, those that still match: in any order. */
    SolrQuery those(SearchQuery query, List<UUID> ids) {
        var request = matching(query);
        var asked = request.getQuery();
        if (!asked.equals("*:*")) {
            request.setParam("asked", asked)
                    .addFilterQuery("{!%s cache=false v=$asked}".formatted(request.get("defType")));
        }
        // Asked once and never again: neither the query nor its answer is worth a place in Solr's caches.
        var those =
                "{!terms f=id cache=false}" + ids.stream().map(UUID::toString).collect(Collectors.joining(","));
        return shown(request, query)
                .setQuery(those)
                .setParam("defType", "lucene")
                .setStart(0)
                .setRows(ids.size());
    }

    private SolrQuery matching(SearchQuery query) {
        var matching = query.matching();
        var request = new SolrQuery();
        var q = matching.q().strip();
        if (q.isEmpty() || q.equals("''") || q.equals("\"\"")) {
            q = "*:*";
        }
        var ranking = matching.ranking();
        var parser = ranking.getOrDefault("defType", "dismax");
        if (q.contains(":") && !parser.equals("edismax")) {
            parser = "lucene";
        }
        request.setParam("df", "text").setParam("q.op", "AND");
        if (!parser.equals("lucene")) {
            request.setParam("qf", "name^4 title^4 tags^2 groups^2 text")
                    .setParam("mm", "2<-1 5<80%")
                    .setParam("tie", "0.1")
                    .setParam("uf", "* -_query_ -_val_");
        }
        ranking.forEach((name, value) -> request.setParam(name, value));
        request.setParam("defType", parser)
                .setQuery(q.contains(":") ? operators(matching, q) : q)
                .setFilterQueries(filters(query).toArray(String[]::new));
        return request;
    }

    private static String operators(SearchQuery.Matching matching, String text) {
        return matching.smallOperators() ? QueryText.withOperatorsBetweenFields(text) : QueryText.withOperators(text);
    }

    private static SolrQuery sorted(SearchQuery query, SolrQuery request) {
        request.setParam("sort", SortOrder.of(query.page().sort()).orElseThrow().clauses());
        return request;
    }

    private static SolrQuery shown(SolrQuery request, SearchQuery query) {
        var fields = query.shown().fields();
        request.setFields("id");
        if (fields.isEmpty()) {
            request.addField(query.shown().asStored() ? "data_dict" : "validated_data_dict");
        }
        fields.stream().map(FieldNames::kept).distinct().forEach(request::addField);
        return request;
    }

    private static void facets(SolrQuery request, SearchQuery.Facets facets) {
        if (facets.fields().isEmpty()) {
            return;
        }
        facets.fields().stream()
                .map(name -> FieldNames.exact(name).orElseThrow())
                .distinct()
                .forEach(request::addFacetField);
        request.setFacet(true)
                .setFacetLimit(facets.limit() < 0 ? -1 : facets.limit())
                .setFacetMinCount(Math.max(0, facets.minimum()))
                .setFacetSort("count");
    }

    private List<String> filters(SearchQuery query) {
        var filters = new ArrayList<String>();
        // What every search has in common is one filter: found once, kept, and renewed after each commit.
        filters.add(visible(siteId, query.visibility(), query.matching().fq()));
        var box = query.matching().box();
        if (box != null) {
            filters.add("{!field f=bbox}Intersects(%s)".formatted(box.envelope()));
        }
        query.matching().fq().stream()
                .filter(fq -> !fq.isBlank())
                .map(fq -> operators(query.matching(), fq))
                .forEach(filters::add);
        return filters;
    }

    /** Who may see what, as one filter; a query's own filters may say otherwise of state and type. */
    static String visible(String siteId, SearchQuery.Visibility visibility, List<String> fq) {
        var clauses = new ArrayList<String>();
        clauses.add("+site_id:" + quoted(siteId));
        if (!visibility.includePrivate()) {
            clauses.add("+capacity:public");
        }
        if (fq.stream().noneMatch(each -> STATE_FILTER.matcher(each).find())) {
            clauses.add("+state:(active%s%s)"
                    .formatted(
                            visibility.includeDrafts() ? " OR draft" : "",
                            visibility.includeDeleted() ? " OR deleted" : ""));
        }
        if (fq.stream().noneMatch(each -> TYPE_FILTER.matcher(each).find())) {
            clauses.add("-dataset_type:harvest");
        }
        if (!visibility.labels().isEmpty()) {
            clauses.add("+permission_labels:("
                    + visibility.labels().stream()
                            .sorted()
                            .map(SolrRequests::quoted)
                            .collect(Collectors.joining(" OR "))
                    + ")");
        }
        return String.join(" ", clauses);
    }

    private static String quoted(String value) {
        return "\"" + ClientUtils.escapeQueryChars(value) + "\"";
    }
}
