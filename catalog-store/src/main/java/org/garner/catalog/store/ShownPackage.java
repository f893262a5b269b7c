package org.garner.catalog.store;

import org.garner.catalog.DatasetId;

/**
 * A package as it is shown.
 *
 * @param state {@code active}, {@code draft} or {@code deleted} (withdrawn)
 * @param restricted whether only its publisher may see it (CKAN's {@code private})
 * @param dict the package dict, JSON text
 */
public record ShownPackage(DatasetId id, String state, boolean restricted, String dict) {

    /** Whether anybody may see it. */
    public boolean isPublic() {
        return state.equals("active") && !restricted;
    }
}
