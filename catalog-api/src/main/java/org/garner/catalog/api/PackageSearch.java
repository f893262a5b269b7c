package org.garner.catalog.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.garner.catalog.index.SearchIndex;
import org.garner.catalog.index.SearchQuery;
import org.garner.catalog.index.SearchReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Packages by what they say, as the index holds them. */
@Component
class PackageSearch implements ReadAction {

    private static final Logger LOG = LoggerFactory.getLogger(PackageSearch.class);

    private static final int DEFAULT_ROWS = 10;

    private static final Set<String> UNDERSTOOD = Set.of("q", "fq", "fq_list", "rows", "start", "sort");

    /** What widens a search for those who may see more changes nothing for everybody; the others tune a facet list that was not asked for. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "include_private",
            "include_drafts",
            "include_deleted",
            "use_default_schema",
            "facet",
            "facet.limit",
            "facet.mincount");

    /** What CKAN understands and we do not yet: answering as if it had not been asked would be a wrong answer. */
    private static final Set<String> NOT_YET =
            Set.of("fl", "facet.field", "ext_bbox", "qf", "bf", "boost", "tie", "defType", "mm", "df", "wt");

    private final SearchIndex index;

    PackageSearch(SearchIndex index) {
        this.index = index;
    }

    @Override
    public String name() {
        return "package_search";
    }

    @Override
    public String help() {
        return """
            Searches the datasets. q: words, or Solr's query syntax (field:value); fq, fq_list: filters in the same syntax; \
            rows: how many, 10 unless told, at most %d; start: how many to skip; sort: such as 'score desc, metadata_modified desc'.\
            """.formatted(SearchQuery.MAX_ROWS);
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        requireKnown(parameters);
        var filters = new ArrayList<>(parameters.texts("fq"));
        filters.addAll(parameters.texts("fq_list"));
        var query = new SearchQuery(
                parameters.text("q").orElse(""),
                filters,
                parameters.count("rows", DEFAULT_ROWS),
                parameters.count("start", 0),
                parameters.text("sort").orElse(""),
                SearchQuery.Visibility.PUBLIC);
        switch (index.search(query)) {
            case SearchReply.Found found -> write(found, result);
            case SearchReply.BadParameter bad ->
                throw new RefusedException(new ActionFailure.BadSearchParameter(bad.message()));
            case SearchReply.BadQuery bad -> throw new RefusedException(new ActionFailure.BadQuery(bad.message()));
            case SearchReply.Unavailable unavailable -> {
                LOG.warn("package_search was refused: {}", unavailable.message());
                throw new RefusedException(new ActionFailure.IndexUnreachable());
            }
        }
    }

    private static void requireKnown(Parameters parameters) {
        var unknown = new TreeSet<String>();
        var notYet = new TreeSet<String>();
        for (var name : parameters.names()) {
            if (NOT_YET.contains(name)) {
                if (!parameters.texts(name).isEmpty() && !parameters.texts(name).equals(List.of("[]"))) {
                    notYet.add(name);
                }
            } else if (!UNDERSTOOD.contains(name) && !WITHOUT_EFFECT.contains(name) && !name.startsWith("ext_")) {
                unknown.add(name);
            }
        }
        if (!unknown.isEmpty()) {
            throw new RefusedException(new ActionFailure.BadSearchParameter(
                    "Invalid search parameters: %s. There are %s.".formatted(unknown, new TreeSet<>(UNDERSTOOD))));
        }
        if (!notYet.isEmpty()) {
            throw new RefusedException(new ActionFailure.BadSearchParameter(
                    "Search parameters that this catalogue does not support yet: %s. Search without them."
                            .formatted(notYet)));
        }
    }

    private static void write(SearchReply.Found found, JsonGenerator result) {
        result.writeStartObject();
        result.writeNumberProperty("count", found.count());
        result.writeObjectPropertyStart("facets");
        result.writeEndObject();
        result.writeArrayPropertyStart("results");
        found.packages().forEach(result::writeRawValue);
        result.writeEndArray();
        result.writeStringProperty("sort", found.sort());
        result.writeObjectPropertyStart("search_facets");
        result.writeEndObject();
        result.writeEndObject();
    }
}
