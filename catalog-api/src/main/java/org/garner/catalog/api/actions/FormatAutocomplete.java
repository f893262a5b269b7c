package org.garner.catalog.api.actions;

import java.util.Locale;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.index.Lookups;
import org.garner.catalog.index.Lookups.Field;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Formats of resources for somebody who types. */
@Component
class FormatAutocomplete implements ReadAction {

    private final Lookups index;

    FormatAutocomplete(Lookups index) {
        this.index = index;
    }

    @Override
    public String name() {
        return "format_autocomplete";
    }

    @Override
    public String help() {
        return "Gives formats of resources that contain this, the most frequent first, in lower case. q: what was"
                + " typed; limit: how many, 5 unless told, at most 100.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var typed = parameters.required("q");
        var limit = Math.min(parameters.count("limit", 5), 100);
        var found = IndexAnswers.of(() -> index.frequent(Field.FORMAT, typed.strip(), limit));
        result.writeStartArray();
        found.stream()
                .map(format -> format.text().toLowerCase(Locale.ROOT))
                .distinct()
                .forEach(result::writeString);
        result.writeEndArray();
    }
}
