package org.garner.catalog.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.garner.catalog.Licence;
import org.garner.catalog.index.SearchIndex;
import org.garner.catalog.index.SearchQuery;
import org.garner.catalog.index.SearchReply;
import org.garner.catalog.store.Publishers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Searches and writes the result as {@code package_search} does. */
@Component
class SearchAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(SearchAnswers.class);

    private final SearchIndex index;
    private final Publishers publishers;
    /** Stands for the request that is being answered. */
    private final HttpServletRequest request;

    SearchAnswers(SearchIndex index, Publishers publishers, HttpServletRequest request) {
        this.index = index;
        this.publishers = publishers;
        this.request = request;
    }

    /** @param smallOperators see {@link SearchQuery.Matching} */
    void answer(Parameters parameters, boolean smallOperators, JsonGenerator result) {
        var query = SearchParameters.query(parameters, pager(), smallOperators);
        switch (index.search(query)) {
            case SearchReply.Found found -> write(found, result);
            case SearchReply.BadParameter bad -> throw RefusedException.badSearch(bad.message());
            case SearchReply.BadQuery bad -> throw RefusedException.cannotSearch(bad.message());
            case SearchReply.Unavailable unavailable -> {
                LOG.warn("A search was refused: {}", unavailable.message());
                throw RefusedException.indexUnreachable();
            }
        }
    }

    /** Nothing else tells one client from another: they send no cookie, and each page may come over a connection of its own. */
    private String pager() {
        return request.getRemoteAddr() + " "
                + Optional.ofNullable(request.getHeader("User-Agent")).orElse("");
    }

    private void write(SearchReply.Found found, JsonGenerator result) {
        result.writeStartObject();
        result.writeNumberProperty("count", found.count());
        result.writeObjectPropertyStart("facets");
        for (var facet : found.facets()) {
            result.writeObjectPropertyStart(facet.field());
            facet.values().forEach(value -> result.writeNumberProperty(value.name(), value.count()));
            result.writeEndObject();
        }
        result.writeEndObject();
        result.writeArrayPropertyStart("results");
        found.packages().forEach(result::writeRawValue);
        result.writeEndArray();
        result.writeStringProperty("sort", found.sort());
        result.writeObjectPropertyStart("search_facets");
        found.facets().forEach(facet -> write(facet, result));
        result.writeEndObject();
        result.writeEndObject();
    }

    private void write(SearchReply.Facet facet, JsonGenerator result) {
        result.writeObjectPropertyStart(facet.field());
        result.writeStringProperty("title", facet.field());
        result.writeArrayPropertyStart("items");
        items(facet).forEach(item -> {
            result.writeStartObject();
            result.writeStringProperty("name", item.name());
            result.writeStringProperty("display_name", item.displayName());
            result.writeNumberProperty("count", item.count());
            result.writeEndObject();
        });
        result.writeEndArray();
        result.writeEndObject();
    }

    private record Item(String name, String displayName, long count) {}

    /** From the last to the first by display name: CKAN's order. */
    private List<Item> items(SearchReply.Facet facet) {
        var displayName = displayNames(facet);
        return facet.values().stream()
                .map(value -> new Item(value.name(), displayName.apply(value.name()), value.count()))
                .sorted(Comparator.comparing(Item::displayName).reversed())
                .toList();
    }

    private UnaryOperator<String> displayNames(SearchReply.Facet facet) {
        return switch (facet.field()) {
            // Groups are there for the day when there are some: what CKAN calls groups are publishers of another type.
            case "organization", "groups" -> {
                Map<String, String> titles = publishers.titles(facet.values().stream()
                        .map(SearchReply.Facet.Value::name)
                        .toList());
                yield name -> titles.getOrDefault(name, name);
            }
            case "license_id" -> name -> Licence.byId(name).map(Licence::title).orElse(name);
            default -> name -> name;
        };
    }
}
