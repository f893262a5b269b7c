package org.garner.catalog.store;

import java.util.UUID;
import org.garner.catalog.Dataset;
import org.garner.catalog.DatasetId;
import org.jspecify.annotations.Nullable;

/**
 * A dataset on its way into the catalogue, with the record it was read from.
 *
 * @param existing the package that this record became earlier, if known; a package that bears (source, guid) goes before it
 * @param remoteId the id that the dataset has where it comes from; kept if it is a UUID and free
 * @param source the source, its name and title, which the package shows
 * @param guid the record's name in the source, 1 to 512 characters
 * @param objectId the harvest object that brought this version
 * @param ownerOrg id or name of the publisher, if the source has one
 */
public record HarvestedDataset(
        @Nullable DatasetId existing,
        @Nullable String remoteId,
        Source source,
        String guid,
        UUID objectId,
        @Nullable String ownerOrg,
        Dataset dataset) {

    public HarvestedDataset {
        if (guid.isBlank() || guid.length() > 512) {
            throw new IllegalArgumentException("A guid has 1 to 512 characters, but was '%s'".formatted(guid));
        }
    }

    /** What a package tells of the source that it was harvested from. */
    public record Source(UUID id, String name, String title) {}
}
