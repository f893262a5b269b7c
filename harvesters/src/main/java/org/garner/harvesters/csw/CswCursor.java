package org.garner.harvesters.csw;

import org.garner.harvest.Cursor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a listing goes on, and all that a later process has to know about the pages so far.
 *
 * @param ask how pages are asked for: what worked for the first
 * @param byId how single records are asked for
 * @param documents true when the pages carry whole records
 * @param place the next page
 * @param seen what has come so far
 */
record CswCursor(GetRecords ask, GetRecordById byId, boolean documents, Place place, Seen seen) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * The next page.
     *
     * @param position the position of its first record, from 1
     * @param size how many records to ask for
     * @param most how large a page may grow again
     * @param failures how many pages in a row gave nothing
     * @param skipped how many positions have been passed over because nothing could be had there
     */
    record Place(long position, int size, int most, int failures, int skipped) {}

    /**
     * What has come so far.
     *
     * @param distinct how many records, without those that the page before had brought already
     * @param matched how many the source says there are, by its latest word
     * @param matchedAtFirst the same by its first word
     * @param first the hash of the first page
     * @param last the ids of the latest page, as hashes
     */
    record Seen(
            long distinct, @Nullable Long matched, @Nullable Long matchedAtFirst, String first, PageIds last) {
        static final Seen NOTHING = new Seen(0, null, null, "", PageIds.NONE);

        /** True when as many records have come as the source said it has. */
        boolean isEnough() {
            return matched != null && matched > 0 && distinct >= matched;
        }
    }

    static CswCursor of(Cursor cursor) {
        try {
            return JSON.readValue(cursor.value(), CswCursor.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not a cursor of a CSW listing: %.200s".formatted(cursor.value()), e);
        }
    }

    Cursor text() {
        return new Cursor(JSON.writeValueAsString(this));
    }

    CswCursor at(Place next) {
        return new CswCursor(ask, byId, documents, next, seen);
    }

    CswCursor having(Seen more) {
        return new CswCursor(ask, byId, documents, place, more);
    }
}
