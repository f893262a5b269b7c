package org.garner.harvesters.dcatus;

import org.garner.harvest.Cursor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a listing goes on.
 *
 * @param document the SHA-256 of the document that it lists: in another document the place means nothing
 * @param place after the last entry that was listed
 */
record DcatUsCursor(String document, Place place) {
    private static final JsonMapper JSON = JsonMapper.shared();

    static DcatUsCursor of(Cursor cursor) {
        try {
            return JSON.readValue(cursor.value(), DcatUsCursor.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "Not a cursor of a data.json listing: %.200s".formatted(cursor.value()), e);
        }
    }

    Cursor text() {
        return new Cursor(JSON.writeValueAsString(this));
    }
}
