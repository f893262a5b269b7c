package org.garner.catalog.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue adds to a harvested dataset to make it a package, and keeps when the dataset changes.
 *
 * @param grouped whether it is in a group
 * @param withdrawnBy who withdrew it ({@code harvest} or {@code operator}), null when it is not withdrawn
 */
record PackageRow(
        UUID id,
        String name,
        String state,
        @Nullable String withdrawnBy,
        boolean restricted,
        boolean grouped,
        Instant created) {

    static PackageRow fresh(UUID id, String name, Instant now) {
        return new PackageRow(id, name, "active", null, false, false, now);
    }

    /** The same package after a harvest has brought it: what a harvest withdrew is back, what an operator withdrew is not. */
    PackageRow brought() {
        return "harvest".equals(withdrawnBy)
                ? new PackageRow(id, name, "active", null, restricted, grouped, created)
                : this;
    }
}
