package org.garner.control.actions.write;

import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.WriteAction;
import org.garner.control.rest.Desk;
import org.garner.control.rest.ProblemException;
import tools.jackson.core.JsonGenerator;

/** What all of these actions have in common: each is written into the audit trail, and tells in CKAN's words why it was not done. */
abstract class HarvestWrite implements WriteAction {
    private final Desk desk;

    HarvestWrite(Desk desk) {
        this.desk = desk;
    }

    @Override
    public final void answer(Parameters parameters, JsonGenerator result) {
        try {
            desk.serve(name(), parameters.all(), () -> act(parameters, result));
        } catch (ProblemException e) {
            throw Refusals.of(e, subject());
        }
    }

    /** The parameter that is to blame when what it names is in no state for the action. */
    String subject() {
        return "id";
    }

    /** Does it, and writes exactly one JSON value. */
    abstract void act(Parameters parameters, JsonGenerator result);

    final Desk desk() {
        return desk;
    }
}
