package org.garner.catalog.store;

import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;
import org.garner.catalog.Distribution;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code resource}: a distribution with the id it keeps and its place in the package. */
record ResourceRow(
        UUID id, UUID packageId, int position, Instant created, Instant modified, Distribution distribution) {

    /** A distribution that nothing in the package corresponds to. */
    static ResourceRow added(UUID packageId, int position, Distribution distribution, Instant now) {
        return new ResourceRow(Ids.next(), packageId, position, now, now, distribution);
    }

    /** This resource, now as the source describes it; itself when nothing changed. */
    ResourceRow become(int newPosition, Distribution newDistribution, Instant now) {
        return position == newPosition && distribution.equals(newDistribution)
                ? this
                : new ResourceRow(id, packageId, newPosition, created, now, newDistribution);
    }

    String url() {
        return distribution.url();
    }

    @Nullable
    String name() {
        return distribution.name();
    }

    SortedMap<String, String> extras() {
        return distribution.extras();
    }
}
