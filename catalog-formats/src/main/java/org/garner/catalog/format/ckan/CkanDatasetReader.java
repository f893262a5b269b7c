package org.garner.catalog.format.ckan;

import org.garner.catalog.format.JsonDatasetReader;
import org.garner.catalog.format.Reading;
import org.garner.catalog.format.ReadingOptions;
import org.garner.catalog.format.UnreadableRecordException;
import tools.jackson.databind.JsonNode;

/** Reads CKAN's package dicts, of every version from 2.0 on and with the fields that extensions add. */
public final class CkanDatasetReader implements JsonDatasetReader {
    @Override
    public String format() {
        return "ckan";
    }

    @Override
    public String title() {
        return "a CKAN package";
    }

    @Override
    public int version() {
        return 1;
    }

    /** Only a package has a name for addresses beside one of CKAN's lists; {@code accessLevel} marks a dataset of a data.json. */
    @Override
    public boolean recognises(JsonNode record) {
        var hasList = record.path("resources").isArray()
                || record.path("tags").isArray()
                || record.has("extras")
                || record.has("owner_org");
        return record.path("name").isString() && hasList && !record.has("accessLevel") && !record.has("@type");
    }

    @Override
    public Reading read(JsonNode record, ReadingOptions options) throws UnreadableRecordException {
        var mapping = new CkanMapping(record);
        var dataset = mapping.dataset(options);
        return new Reading(format(), version(), mapping.id(), mapping.modified(), dataset, mapping.warnings());
    }
}
