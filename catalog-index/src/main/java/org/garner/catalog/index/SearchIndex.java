package org.garner.catalog.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.solr.client.solrj.SolrQuery;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.SolrServerException;
import org.apache.solr.client.solrj.util.ClientUtils;
import org.apache.solr.common.SolrException;

/**
 * Searches as CKAN's {@code package_search} does. A query that names a field is Lucene's syntax, all others are words that title, name, tags, groups and
 * everything else are searched for.
 */
public final class SearchIndex {
    private static final String DEFAULT_SORT = "score desc, metadata_modified desc";
    private static final Pattern SORT_CLAUSE =
            Pattern.compile("([A-Za-z_][\\w.-]*)\\s+(asc|desc)", Pattern.CASE_INSENSITIVE);
    private static final Pattern STATE_FILTER = Pattern.compile("(?:^|[\\s(+])state\\s*:");
    private static final Pattern TYPE_FILTER = Pattern.compile("(?:^|[\\s(+])dataset_type\\s*:");
    private static final int BAD_REQUEST = 400;

    private final SolrConnection solr;
    private final String siteId;

    /** Searches the packages of this site: several may share one core. */
    public SearchIndex(SolrConnection solr, String siteId) {
        this.solr = solr;
        this.siteId = siteId;
    }

    public SearchReply search(SearchQuery query) {
        if (query.rows() < 0 || query.start() < 0) {
            return new SearchReply.BadParameter(
                    "Search Query is invalid: rows and start cannot be negative, but were %d and %d"
                            .formatted(query.rows(), query.start()));
        }
        var sort = sort(query.sort());
        if (sort.isEmpty()) {
            return new SearchReply.BadParameter(
                    "Search Query is invalid: sort is a list such as 'name asc, metadata_modified desc', but was '%s'"
                            .formatted(query.sort()));
        }
        var forbidden = forbidden(query);
        if (forbidden.isPresent()) {
            return new SearchReply.BadQuery(forbidden.get());
        }
        return ask(query, sort.get());
    }

    private SearchReply ask(SearchQuery query, String sort) {
        var told = isDefault(query.sort()) ? DEFAULT_SORT : query.sort();
        try {
            // As a form: a query with hundreds of names is longer than an address may be.
            var response = solr.client().query(request(query, sort), SolrRequest.METHOD.POST);
            var packages = response.getResults().stream()
                    .map(document -> (String) document.getFieldValue("validated_data_dict"))
                    .filter(Objects::nonNull)
                    .toList();
            return new SearchReply.Found(response.getResults().getNumFound(), packages, told);
        } catch (SolrServerException | IOException | SolrException e) {
            if (SolrConnection.status(e) != BAD_REQUEST) {
                return new SearchReply.Unavailable(
                        String.valueOf(solr.unavailable(e).getMessage()));
            }
            var reason = SolrConnection.reason(e);
            return reason.contains("sort")
                    ? new SearchReply.BadParameter(
                            "Invalid \"sort\" parameter '%s': %s".formatted(query.sort(), reason))
                    : new SearchReply.BadQuery("The query '%s' cannot be understood: %s".formatted(query.q(), reason));
        }
    }

    private SolrQuery request(SearchQuery query, String sort) {
        var request = new SolrQuery();
        var q = query.q().strip();
        if (q.isEmpty() || q.equals("''") || q.equals("\"\"")) {
            q = "*:*";
        }
        if (q.contains(":")) {
            request.setQuery(QueryText.withOperators(q)).setParam("defType", "lucene");
        } else {
            request.setQuery(q)
                    .setParam("defType", "dismax")
                    .setParam("qf", "name^4 title^4 tags^2 groups^2 text")
                    .setParam("mm", "2<-1 5<80%")
                    .setParam("tie", "0.1");
        }
        return request.setParam("df", "text")
                .setParam("q.op", "AND")
                .setFilterQueries(filters(query).toArray(String[]::new))
                .setParam("sort", sort)
                .setFields("validated_data_dict")
                .setStart(query.start())
                .setRows(Math.min(query.rows(), SearchQuery.MAX_ROWS));
    }

    private List<String> filters(SearchQuery query) {
        var filters = new ArrayList<String>();
        filters.add("+site_id:" + quoted(siteId));
        var visibility = query.visibility();
        if (!visibility.includePrivate()) {
            filters.add("+capacity:public");
        }
        if (query.fq().stream().noneMatch(fq -> STATE_FILTER.matcher(fq).find())) {
            filters.add("+state:(active%s%s)"
                    .formatted(
                            visibility.includeDrafts() ? " OR draft" : "",
                            visibility.includeDeleted() ? " OR deleted" : ""));
        }
        if (query.fq().stream().noneMatch(fq -> TYPE_FILTER.matcher(fq).find())) {
            filters.add("-dataset_type:harvest");
        }
        if (!visibility.labels().isEmpty()) {
            filters.add("+permission_labels:("
                    + visibility.labels().stream()
                            .sorted()
                            .map(SearchIndex::quoted)
                            .collect(Collectors.joining(" OR "))
                    + ")");
        }
        query.fq().stream()
                .filter(fq -> !fq.isBlank())
                .map(QueryText::withOperators)
                .forEach(filters::add);
        return filters;
    }

    private static String quoted(String value) {
        return "\"" + ClientUtils.escapeQueryChars(value) + "\"";
    }

    private static Optional<String> forbidden(SearchQuery query) {
        return Stream.concat(Stream.of(query.q()), query.fq().stream())
                .map(QueryText::forbidden)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean isDefault(String sort) {
        return sort.isBlank() || sort.strip().equalsIgnoreCase("rank");
    }

    /** Checked, and with the id as the last resort: without it, equal packages change places between two pages. */
    private static Optional<String> sort(String asked) {
        var clauses = new ArrayList<String>();
        var hasId = false;
        for (var clause : (isDefault(asked) ? DEFAULT_SORT : asked).split(",")) {
            var match = SORT_CLAUSE.matcher(clause.strip());
            if (!match.matches()) {
                return Optional.empty();
            }
            var field = match.group(1);
            hasId |= field.equals("id");
            // The title itself is words; its order is that of the whole.
            clauses.add((field.equals("title") ? "title_string" : field) + " "
                    + match.group(2).toLowerCase(Locale.ROOT));
        }
        if (!hasId) {
            clauses.add("id asc");
        }
        return Optional.of(String.join(", ", clauses));
    }
}
