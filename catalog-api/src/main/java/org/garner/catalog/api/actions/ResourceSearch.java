package org.garner.catalog.api.actions;

import java.util.List;
import java.util.TreeSet;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.api.RefusedException;
import org.garner.catalog.store.CatalogueViews;
import org.garner.catalog.store.CatalogueViews.Term;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Resources by what their fields contain. */
@Component
class ResourceSearch implements ReadAction {

    private static final int MOST = 1000;

    private final CatalogueViews catalogue;

    ResourceSearch(CatalogueViews catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public String name() {
        return "resource_search";
    }

    @Override
    public String help() {
        return """
            Gives resources by what their fields contain, in any letter case. query: field:text, may be repeated, all must hold; fields: %s; \
            order_by: one of these fields; offset; limit: %d unless told, and at most.\
            """.formatted(new TreeSet<>(CatalogueViews.RESOURCE_FIELDS), MOST);
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        parameters.required("query");
        var terms = parameters.texts("query").stream().map(ResourceSearch::term).toList();
        var order = parameters.text("order_by").orElse(null);
        if (order != null) {
            requireField(order);
        }
        var found = search(parameters, terms, order);
        result.writeStartObject();
        result.writeNumberProperty("count", found.count());
        result.writeArrayPropertyStart("results");
        found.dicts().forEach(result::writeRawValue);
        result.writeEndArray();
        result.writeEndObject();
    }

    private CatalogueViews.FoundResources search(Parameters parameters, List<Term> terms, @Nullable String order) {
        try {
            return catalogue.resources(
                    terms, order, parameters.count("offset", 0), Math.min(parameters.count("limit", MOST), MOST));
        } catch (QueryTimeoutException e) {
            throw RefusedException.cannotSearch(
                    "looking through all resources took too long; search datasets with package_search and res_url,"
                            + " res_name or res_format instead");
        }
    }

    private static Term term(String query) {
        var cut = query.indexOf(':');
        if (cut < 1) {
            throw RefusedException.invalid("query", "Must be field:text, but was '%s'".formatted(query));
        }
        var field = query.substring(0, cut).strip();
        requireField(field);
        return new Term(field, query.substring(cut + 1).strip());
    }

    private static void requireField(String field) {
        if (!CatalogueViews.RESOURCE_FIELDS.contains(field)) {
            throw RefusedException.cannotSearch("Field \"%s\" not recognised; there are %s"
                    .formatted(field, new TreeSet<>(CatalogueViews.RESOURCE_FIELDS)));
        }
    }
}
