package org.garner.control.actions;

import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.ledger.SourceReports;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** A harvest source by id, name or URL, as the package that it is in CKAN. */
@Component
class HarvestSourceShow implements ReadAction {

    private final SourceReports sources;
    private final SourceDict dict;

    HarvestSourceShow(SourceReports sources, SourceDict dict) {
        this.sources = sources;
        this.dict = dict;
    }

    @Override
    public String name() {
        return "harvest_source_show";
    }

    @Override
    public String help() {
        return "Gives a harvest source and how it stands. id: its id or name; or url: its URL.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var report = Named.source(
                parameters.text("id").or(() -> parameters.text("url")).orElseGet(() -> parameters.required("id")),
                sources);
        dict.write(result, report);
    }
}
