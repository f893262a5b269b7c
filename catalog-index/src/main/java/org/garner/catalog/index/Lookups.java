package org.garner.catalog.index;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.solr.client.solrj.SolrQuery;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.SolrServerException;
import org.apache.solr.client.solrj.response.QueryResponse;
import org.apache.solr.client.solrj.util.ClientUtils;
import org.apache.solr.common.SolrException;

/**
 * The small questions beside a search, about what everybody may see: which values a field has, and which packages are called somehow. All methods throw
 * {@link IndexUnavailableException} when the index does not answer.
 */
public final class Lookups {

    /** The fields whose values can be asked for. */
    public enum Field {
        TAG("tags"),
        FORMAT("res_format");

        private final String name;

        Field(String name) {
            this.name = name;
        }
    }

    /** A value, and how many packages have it. */
    public record Value(String text, long packages) {}

    /** A package, as it is offered to somebody who types. */
    public record Named(String name, String title) {}

    private final SolrConnection solr;
    private final String siteId;

    public Lookups(SolrConnection solr, String siteId) {
        this.solr = solr;
        this.siteId = siteId;
    }

    /** The values that contain this text, in any letter case, in their own order; all for the empty text. */
    public List<Value> values(Field field, String part, int offset, int limit) {
        return values(field, part, "index", offset, limit);
    }

    /** The values that contain this text, in any letter case, the most frequent first. */
    public List<Value> frequent(Field field, String part, int limit) {
        return values(field, part, "count", 0, limit);
    }

    /** How many packages have exactly this value. */
    public long count(Field field, String value) {
        var query = open(field.name + ":\"" + ClientUtils.escapeQueryChars(value) + "\"")
                .setRows(0);
        return ask(query).getResults().getNumFound();
    }

    /** Packages whose name begins so, or whose title has words that begin so, best first. */
    public List<Named> packages(String beginning, int limit) {
        var words = Stream.of(beginning.strip().toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .map(ClientUtils::escapeQueryChars)
                // A word in full is found by its stem, which the beginning of the word need not be.
                .map(word -> "(name:%1$s*^4 title:%1$s*^2 title:%1$s)".formatted(word))
                .collect(Collectors.joining(" AND "));
        if (words.isEmpty()) {
            return List.of();
        }
        var query = open(words)
                .setParam("q.op", "OR")
                .setSort(SolrQuery.SortClause.desc("score"))
                .addSort(SolrQuery.SortClause.asc("id"))
                .setFields("name", "title")
                .setRows(limit);
        return ask(query).getResults().stream()
                .map(document -> new Named(
                        String.valueOf(document.getFirstValue("name")),
                        String.valueOf(document.getFirstValue("title"))))
                .toList();
    }

    private List<Value> values(Field field, String part, String order, int offset, int limit) {
        var query = open("*:*")
                .setRows(0)
                .addFacetField(field.name)
                .setFacetMinCount(1)
                .setFacetSort(order)
                .setFacetLimit(limit);
        query.setParam("facet.offset", Integer.toString(offset));
        if (!part.isEmpty()) {
            query.setParam("facet.contains", part).setParam("facet.contains.ignoreCase", true);
        }
        return Optional.ofNullable(ask(query).getFacetField(field.name))
                .map(found -> found.getValues().stream()
                        .map(value -> new Value(value.getName(), value.getCount()))
                        .toList())
                .orElse(List.of());
    }

    private SolrQuery open(String q) {
        return new SolrQuery(q)
                .setParam("defType", "lucene")
                .setFilterQueries(SolrRequests.visible(siteId, SearchQuery.Visibility.PUBLIC, List.of()));
    }

    private QueryResponse ask(SolrQuery query) {
        try {
            return solr.client().query(query, SolrRequest.METHOD.POST);
        } catch (SolrServerException | IOException | SolrException e) {
            throw solr.unavailable(e);
        }
    }
}
