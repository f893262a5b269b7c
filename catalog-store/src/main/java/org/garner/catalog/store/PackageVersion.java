package org.garner.catalog.store;

import java.time.Instant;
import java.util.List;
import org.garner.catalog.Dataset;
import org.jspecify.annotations.Nullable;

/** A package in full, about to be written. */
record PackageVersion(
        PackageRow row,
        HarvestedDataset harvested,
        @Nullable Publisher publisher,
        List<PackageGroup> groups,
        List<ResourceRow> resources,
        Instant modified) {

    Dataset dataset() {
        return harvested.dataset();
    }
}
