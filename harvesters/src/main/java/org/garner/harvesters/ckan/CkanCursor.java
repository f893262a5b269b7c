package org.garner.harvesters.ckan;

import java.util.List;
import org.garner.harvest.Cursor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a listing goes on, and all that a later process has to know about the pages so far.
 *
 * @param actions where the actions are: what worked for the first page
 * @param summaries true when pages name ids and dates only
 * @param way how pages are told apart
 * @param place the next page
 * @param seen what has come so far
 */
record CkanCursor(String actions, boolean summaries, Way way, Place place, Seen seen) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** How a page says where it begins. */
    enum Way {
        /** Behind the last id: packages that come and go meanwhile move no other. */
        BY_ID,
        /** By position, for servers that cannot do the other; pages overlap, so that a shift is noticed. */
        BY_START
    }

    /**
     * The next page.
     *
     * @param after the last id so far, empty at the beginning
     * @param delivered how many rows the server has delivered so far, those of an overlap once
     * @param size how many rows to ask for
     * @param most how large a page may grow again
     * @param failures how many pages in a row gave nothing
     * @param proven true once a page behind an id has come as it should
     */
    record Place(String after, long delivered, int size, int most, int failures, boolean proven) {
        Place failed(int newSize, int newMost) {
            return new Place(after, delivered, newSize, newMost, failures + 1, proven);
        }
    }

    /**
     * What has come so far.
     *
     * @param distinct how many packages, without those that an overlap brought again
     * @param expected how many the source says there are
     * @param leftOut how many were passed over because they are no public datasets
     * @param first the id that the first page began with
     * @param last the same of the latest page
     * @param tail the last ids of the latest page: an overlapping page begins with them
     */
    record Seen(long distinct, @Nullable Long expected, long leftOut, String first, String last, List<String> tail) {
        static final Seen NOTHING = new Seen(0, null, 0, "", "", List.of());

        Seen {
            tail = List.copyOf(tail);
        }
    }

    static CkanCursor of(Cursor cursor) {
        try {
            return JSON.readValue(cursor.value(), CkanCursor.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not a cursor of a CKAN listing: %.200s".formatted(cursor.value()), e);
        }
    }

    Cursor text() {
        return new Cursor(JSON.writeValueAsString(this));
    }

    CkanCursor at(Place next) {
        return new CkanCursor(actions, summaries, way, next, seen);
    }

    CkanCursor having(Seen more) {
        return new CkanCursor(actions, summaries, way, place, more);
    }

    CkanCursor byStart() {
        return new CkanCursor(actions, summaries, Way.BY_START, place, seen);
    }

    /** Where the next page begins by position: some rows before those that have not come yet. */
    long start() {
        return place.delivered() - seen.tail().size();
    }
}
