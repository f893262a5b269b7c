package org.garner.catalog.api.actions;

import java.util.List;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.api.RefusedException;
import org.garner.catalog.index.Lookups;
import org.garner.catalog.index.Lookups.Field;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** The tags of all datasets that everybody can see. */
@Component
class TagList implements ReadAction {

    private static final int AT_ONCE = 10_000;

    private final Lookups index;

    TagList(Lookups index) {
        this.index = index;
    }

    @Override
    public String name() {
        return "tag_list";
    }

    @Override
    public String help() {
        return "Gives the tags that datasets have, in order. query: only those that contain this; all_fields: dicts"
                + " instead of names. There are no vocabularies.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        parameters.text("vocabulary_id").ifPresent(vocabulary -> {
            throw RefusedException.notFound("there is no vocabulary '%s'; tags are free".formatted(vocabulary));
        });
        var part = parameters.text("query").or(() -> parameters.text("q")).orElse("");
        var allFields = parameters.flag("all_fields", false);
        var offset = 0;
        var page = IndexAnswers.of(() -> index.values(Field.TAG, part, 0, AT_ONCE));
        result.writeStartArray();
        while (!page.isEmpty()) {
            for (var tag : page) {
                if (allFields) {
                    TagDict.write(result, tag.text());
                } else {
                    result.writeString(tag.text());
                }
            }
            offset += page.size();
            page = page.size() < AT_ONCE ? List.of() : index.values(Field.TAG, part, offset, AT_ONCE);
        }
        result.writeEndArray();
    }
}
