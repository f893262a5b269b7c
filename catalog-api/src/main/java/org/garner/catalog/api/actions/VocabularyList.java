package org.garner.catalog.api.actions;

import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** The vocabularies of tags: all tags are free. */
@Component
class VocabularyList implements ReadAction {

    @Override
    public String name() {
        return "vocabulary_list";
    }

    @Override
    public String help() {
        return "Gives the vocabularies of tags, of which there are none. No parameters.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        result.writeStartArray();
        result.writeEndArray();
    }
}
