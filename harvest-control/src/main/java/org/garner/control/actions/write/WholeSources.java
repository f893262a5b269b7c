package org.garner.control.actions.write;

import java.util.UUID;
import org.garner.control.rest.Desk;
import org.garner.control.rest.OperationControl;
import org.garner.ledger.Operations.Asked;
import org.garner.ledger.Operations.Kind;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Asks for work on whole sources, which takes longer than a request may: it is under way when the action has been answered. */
@Component
class WholeSources {
    private final OperationControl control;
    private final Desk desk;

    WholeSources(OperationControl control, Desk desk) {
        this.control = control;
        this.desk = desk;
    }

    /** Asks for it, ends an open job of the source for it as CKAN does, and writes what CKAN gives: the source's id; and the operation's. */
    void begin(UUID source, Kind kind, boolean keepCurrent, JsonGenerator result) {
        var operation = control.ask(
                source.toString(),
                new Asked(kind, keepCurrent, desk.asker()),
                true,
                null,
                asked -> asked.id().toString());
        result.writeStartObject();
        result.writeStringProperty("id", source.toString());
        result.writeStringProperty("operation", operation);
        result.writeEndObject();
    }
}
