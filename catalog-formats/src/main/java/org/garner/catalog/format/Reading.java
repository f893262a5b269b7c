package org.garner.catalog.format;

import java.util.List;
import org.garner.catalog.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * What a record says.
 *
 * @param format the format it was read as
 * @param version the version of the reader
 * @param guid the identifier that the record gives itself, if any
 * @param modified the date of the record (not of the data) as it is written, if any
 * @param dataset the dataset
 * @param warnings what was repaired, dropped or doubtful
 */
public record Reading(
        String format,
        int version,
        @Nullable String guid,
        @Nullable String modified,
        Dataset dataset,
        List<String> warnings) {
    /**
     * The extra by which a dataset names the collection that it is part of. A reader can only give the guid that the collection's record has in the same
     * source; the import puts the id of its package in the place.
     */
    public static final String COLLECTION = "collection_package_id";

    public Reading {
        warnings = List.copyOf(warnings);
    }
}
