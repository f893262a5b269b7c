package org.garner.control.actions.write;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.RefusedException;
import org.garner.control.rest.Desk;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Says that an object cannot come from outside. */
@Component
class HarvestObjectCreate extends HarvestWrite {
    HarvestObjectCreate(Desk desk) {
        super(desk);
    }

    @Override
    public String name() {
        return "harvest_object_create";
    }

    @Override
    public String help() {
        return "Is always refused: an object is what a job found at its source. To add a source type, write a"
                + " harvester; to try a document, run garner inspect.";
    }

    @Override
    public Permission needs() {
        return Permission.OPERATE_ALL;
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        desk().require(Permission.OPERATE_ALL);
        throw RefusedException.invalid(
                "guid",
                "No object was made: a job's counts are those of the records that its source listed, and one that was"
                        + " put in from outside would make them wrong. Serve the record where a source can list it.");
    }
}
