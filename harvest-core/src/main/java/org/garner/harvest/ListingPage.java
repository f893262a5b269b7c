package org.garner.harvest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a listing.
 *
 * @param records what this page names; a record that could not be read is a problem instead
 * @param next where to go on, or null when this was the last page
 * @param partial true when this page shows that the listing misses records; once true, no record may be withdrawn after this listing
 * @param problems what went wrong on this page without ending it
 * @param expected how many records the source says it has, if it says so
 * @param mode how the source is being listed, for the report; for example "full ISO records in pages of 100 by POST"
 */
public record ListingPage(
        List<ListedRecord> records,
        @Nullable Cursor next,
        boolean partial,
        List<HarvestFailure> problems,
        @Nullable Long expected,
        String mode) {

    public ListingPage {
        records = List.copyOf(records);
        problems = List.copyOf(problems);
    }
}
