package org.garner.control.actions;

import java.util.List;
import java.util.UUID;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.ledger.ObjectReports;
import org.garner.ledger.ObjectReports.Place;
import org.garner.ledger.SourceReports;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** The ids of harvest objects. */
@Component
class HarvestObjectList implements ReadAction {

    private static final int AT_ONCE = 5_000;

    private final ObjectReports objects;
    private final SourceReports sources;

    HarvestObjectList(ObjectReports objects, SourceReports sources) {
        this.objects = objects;
        this.sources = sources;
    }

    @Override
    public String name() {
        return "harvest_object_list";
    }

    @Override
    public String help() {
        return "Gives the ids of harvest objects. source_id: only those of this source; only_current: only those that"
                + " datasets were made from, true unless told.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var current = parameters.flag("only_current", true);
        var source = parameters
                .text("source_id")
                .map(id -> Named.source(id, sources).source().id())
                .orElse(null);
        var page = after(null, source, current);
        result.writeStartArray();
        while (!page.isEmpty()) {
            page.forEach(place -> result.writeString(place.id().toString()));
            page = page.size() < AT_ONCE ? List.of() : after(page.getLast(), source, current);
        }
        result.writeEndArray();
    }

    private List<Place> after(@Nullable Place last, @Nullable UUID source, boolean current) {
        return source != null && current
                ? objects.currentAfter(source, last == null ? "" : last.guid(), AT_ONCE)
                : objects.after(last, source, current, AT_ONCE);
    }
}
