package org.garner.catalog.store;

import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;
import org.garner.catalog.Distribution;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code resource}: a distribution with the id it keeps and its place in the package.
 *
 * @param distribution without the id that it has elsewhere: what became of that is {@code id}
 */
record ResourceRow(
        UUID id, UUID packageId, int position, Instant created, Instant modified, Distribution distribution) {

    ResourceRow {
        distribution = distribution.id() == null ? distribution : distribution.identified(null);
    }

    /** A distribution that nothing in the package corresponds to. */
    static ResourceRow added(UUID id, UUID packageId, int position, Distribution distribution, Instant now) {
        return new ResourceRow(id, packageId, position, now, now, distribution);
    }

    /** This resource, now as the source describes it; itself when nothing changed. */
    ResourceRow become(int newPosition, Distribution newDistribution, Instant now) {
        var changed = new ResourceRow(id, packageId, newPosition, created, now, newDistribution);
        return position == newPosition && distribution.equals(changed.distribution) ? this : changed;
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
