package org.garner.catalog.api.actions;

import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.garner.catalog.api.RefusedException;
import org.garner.catalog.index.Lookups;
import org.garner.catalog.index.Lookups.Field;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** A tag by name. */
@Component
class TagShow implements ReadAction {

    private final Lookups index;

    TagShow(Lookups index) {
        this.index = index;
    }

    @Override
    public String name() {
        return "tag_show";
    }

    @Override
    public String help() {
        return "Gives a tag. id: its name. For its datasets ask package_search with fq=tags:\"NAME\".";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var tag = parameters.required("id");
        if (parameters.flag("include_datasets", false)) {
            throw RefusedException.invalid(
                    "include_datasets", "Not supported: ask package_search with fq=tags:\"%s\"".formatted(tag));
        }
        if (IndexAnswers.of(() -> index.count(Field.TAG, tag)) == 0) {
            throw RefusedException.notFound("no dataset has the tag '%s'".formatted(tag));
        }
        TagDict.write(result, tag);
    }
}
