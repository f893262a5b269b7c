package org.garner.catalog.index;

import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.solr.client.solrj.SolrQuery;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.SolrServerException;
import org.apache.solr.client.solrj.StreamingResponseCallback;
import org.apache.solr.client.solrj.response.FacetField;
import org.apache.solr.client.solrj.response.QueryResponse;
import org.apache.solr.common.SolrDocument;
import org.apache.solr.common.SolrException;
import org.jspecify.annotations.Nullable;

/**
 * Searches as CKAN's {@code package_search} does. A query that names a field is Lucene's syntax, all others are words that title, name, tags, groups and
 * everything else are searched for. Pages that a pager asks for one after the other are pages of one list ({@link Pass}), whatever is written meanwhile.
 * Safe for several threads.
 */
public final class SearchIndex {
    /**
     * A first page of so many is that of a client which will come for all others: the list is made at once, and its length is the number told. Others
     * may never come again, and a list costs as much as a page deep in the catalogue.
     */
    private static final int BULK = SearchQuery.MAX_ROWS;

    private final SolrConnection solr;
    private final SolrRequests requests;
    private final Passes passes;

    /** Searches the packages of this site: several may share one core. */
    public SearchIndex(SolrConnection solr, String siteId) {
        this(solr, siteId, Clock.systemUTC());
    }

    SearchIndex(SolrConnection solr, String siteId, Clock clock) {
        this.solr = solr;
        this.requests = new SolrRequests(siteId);
        this.passes = new Passes(clock);
    }

    public SearchReply search(SearchQuery query) {
        return QueryCheck.refusal(query).orElseGet(() -> answer(query));
    }

    private SearchReply answer(SearchQuery query) {
        var page = query.page();
        try {
            if (page.pager().isEmpty() || page.rows() == 0) {
                return alone(query);
            }
            return page.start() == 0 ? first(query) : next(query);
        } catch (SolrServerException | IOException | SolrException e) {
            return refused(query, e);
        } catch (UnansweredException e) {
            return refused(query, e);
        }
    }

    private SearchReply.Found alone(SearchQuery query) throws SolrServerException, IOException {
        return found(query, ask(requests.page(query)));
    }

    private SearchReply.Found first(SearchQuery query) throws SolrServerException, IOException {
        var response = ask(requests.page(query));
        var shown = response.getResults().stream().map(SearchIndex::id).toList();
        var found = found(query, response);
        if (found.count() <= shown.size() || found.count() > Passes.LONGEST) {
            return found;
        }
        var rows = Math.min(query.page().rows(), SearchQuery.MAX_ROWS);
        var pass = new Pass(shown, rows, found.count());
        if (rows >= BULK) {
            pass.list(id -> ids(query, id));
            pass.countListed();
        }
        passes.begin(query, pass);
        return new SearchReply.Found(pass.count(), found.packages(), found.sort(), found.facets());
    }

    private SearchReply.Found next(SearchQuery query) throws SolrServerException, IOException {
        var begun = passes.find(query);
        if (begun.isEmpty()) {
            return alone(query);
        }
        var pass = begun.get();
        pass.list(id -> ids(query, id));
        passes.listed(query);
        var rows = Math.min(query.page().rows(), SearchQuery.MAX_ROWS);
        var packages = pass.page(query.page().start(), rows, ids -> those(query, ids)).stream()
                .map(each -> shown(query, each))
                .filter(Objects::nonNull)
                .toList();
        var facets = query.facets().fields().isEmpty()
                ? List.<SearchReply.Facet>of()
                : facets(query, ask(requests.counts(query)));
        return new SearchReply.Found(pass.count(), packages, told(query), facets);
    }

    private Map<UUID, SolrDocument> those(SearchQuery query, List<UUID> ids) {
        try {
            var documents = new HashMap<UUID, SolrDocument>();
            ask(requests.those(query, ids)).getResults().forEach(each -> documents.put(id(each), each));
            return documents;
        } catch (SolrServerException | IOException e) {
            throw new UnansweredException(e);
        }
    }

    private void ids(SearchQuery query, Consumer<UUID> each) {
        var request = requests.ids(query, Passes.LONGEST);
        try {
            solr.client().queryAndStreamResponse(request, new StreamingResponseCallback() {
                @Override
                public void streamSolrDocument(SolrDocument document) {
                    each.accept(UUID.fromString((String) document.getFieldValue(SolrRequests.BARE_ID)));
                }

                @Override
                public void streamDocListInfo(long found, long start, Float best) {
                    // Only the documents are of interest.
                }
            });
        } catch (SolrServerException | IOException e) {
            throw new UnansweredException(e);
        }
    }

    /** As a form: a query with hundreds of names is longer than an address may be. */
    private QueryResponse ask(SolrQuery request) throws SolrServerException, IOException {
        return solr.client().query(request, SolrRequest.METHOD.POST);
    }

    private static SearchReply.Found found(SearchQuery query, QueryResponse response) {
        var packages = response.getResults().stream()
                .map(document -> shown(query, document))
                .filter(Objects::nonNull)
                .toList();
        return new SearchReply.Found(
                response.getResults().getNumFound(), packages, told(query), facets(query, response));
    }

    private static @Nullable String shown(SearchQuery query, SolrDocument document) {
        var shown = query.shown();
        if (shown.fields().isEmpty()) {
            return (String) document.getFieldValue(shown.asStored() ? "data_dict" : "validated_data_dict");
        }
        if (shown.fields().stream().noneMatch(field -> field.equals("id") || !FieldNames.isName(field))) {
            document.removeFields("id");
        }
        return StoredDocument.json(document);
    }

    private static UUID id(SolrDocument document) {
        return UUID.fromString((String) document.getFieldValue("id"));
    }

    private static String told(SearchQuery query) {
        return SortOrder.of(query.page().sort()).orElseThrow().told();
    }

    private static List<SearchReply.Facet> facets(SearchQuery query, QueryResponse response) {
        return query.facets().fields().stream()
                .map(asked -> new SearchReply.Facet(
                        asked,
                        values(response.getFacetField(FieldNames.exact(asked).orElseThrow()))))
                .toList();
    }

    private static List<SearchReply.Facet.Value> values(@Nullable FacetField field) {
        return field == null
                ? List.of()
                : field.getValues().stream()
                        .map(value -> new SearchReply.Facet.Value(value.getName(), value.getCount()))
                        .toList();
    }

    private SearchReply refused(SearchQuery query, Throwable e) {
        if (!SolrConnection.refused(e)) {
            return new SearchReply.Unavailable(
                    String.valueOf(solr.unavailable(e).getMessage()));
        }
        var reason = SolrConnection.reason(e);
        return reason.contains("sort") || reason.contains("Sort")
                ? new SearchReply.BadParameter("Invalid \"sort\" parameter '%s': %s"
                        .formatted(query.page().sort(), reason))
                : new SearchReply.BadQuery("The query '%s' cannot be understood: %s"
                        .formatted(query.matching().q(), reason));
    }

    /** Solr's trouble on its way out of a function that cannot tell of it. */
    private static final class UnansweredException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnansweredException(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
