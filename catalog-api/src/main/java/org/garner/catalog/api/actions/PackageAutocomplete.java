package org.garner.catalog.api.actions;

import java.util.Locale;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.index.Lookups;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Datasets for somebody who types a name or a title. */
@Component
class PackageAutocomplete implements ReadAction {

    private final Lookups index;

    PackageAutocomplete(Lookups index) {
        this.index = index;
    }

    @Override
    public String name() {
        return "package_autocomplete";
    }

    @Override
    public String help() {
        return "Gives datasets whose name or title begins so. q: what was typed; limit: how many, 10 unless told, at"
                + " most 100.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var typed = parameters.required("q");
        var limit = Math.min(parameters.count("limit", 10), 100);
        var found = IndexAnswers.of(() -> index.packages(typed, limit));
        result.writeStartArray();
        for (var dataset : found) {
            var byName = dataset.name().startsWith(typed.strip().toLowerCase(Locale.ROOT));
            result.writeStartObject();
            result.writeStringProperty("name", dataset.name());
            result.writeStringProperty("title", dataset.title());
            result.writeStringProperty("match_field", byName ? "name" : "title");
            result.writeStringProperty(
                    "match_displayed", byName ? "%s (%s)".formatted(dataset.title(), dataset.name()) : dataset.title());
            result.writeEndObject();
        }
        result.writeEndArray();
    }
}
