package org.garner.catalog.store;

import org.garner.catalog.DatasetId;

/**
 * Where a harvested dataset was put.
 *
 * @param name the package's name in addresses; it never changes by harvesting
 */
public record Stored(DatasetId id, String name, Change change) {

    /** What putting a dataset did to the catalogue. */
    public enum Change {
        /** A new package. */
        INSERTED,
        /** A new version of a package that is there. */
        UPDATED,
        /** A new version of a package that a harvest had withdrawn: it is back under its old id and name. */
        RESTORED,
        /** A new version of a package that an operator withdrew: stored, but it stays withdrawn. */
        STAYS_WITHDRAWN
    }
}
