package org.garner.control.actions.write;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.RefusedException;
import org.garner.control.actions.SourceDict;
import org.garner.control.rest.Desk;
import org.garner.control.rest.SourceControl;
import org.garner.harvest.http.Secrets;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Makes a harvest source. */
@Component
class HarvestSourceCreate extends HarvestWrite {
    private final SourceControl sources;
    private final SourceDict dict;

    HarvestSourceCreate(Desk desk, SourceControl sources, SourceDict dict) {
        super(desk);
        this.sources = sources;
        this.dict = dict;
    }

    @Override
    public String name() {
        return "harvest_source_create";
    }

    @Override
    public String help() {
        return "Makes a harvest source and gives it. name, url, source_type; title, notes, owner_org (a publisher's id,"
                + " name or title; it is made when there is none), frequency (MANUAL, DAILY, ... or a cron expression),"
                + " config (JSON text or object), active or state, quiet_hours. A source that was deleted comes back"
                + " with its datasets. For editors and admins of the publisher, and sysadmins.";
    }

    @Override
    public Permission needs() {
        return Permission.CREATE_SOURCE;
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        var made = sources.make(SourceMembers.fresh(parameters));
        var settings = made.source().settings();
        if (!made.made()) {
            throw RefusedException.invalid(
                    "url",
                    "There already is a Harvest Source for this URL (& config): url=%s config=%s, the source %s"
                            .formatted(
                                    Secrets.hidden(settings.url().toString()),
                                    settings.config().shownText(),
                                    settings.name()));
        }
        dict.write(result, made.source().id());
    }
}
