package org.garner.catalog.store;

import java.util.List;
import java.util.Map;
import org.garner.catalog.Group;
import org.jspecify.annotations.Nullable;

/**
 * The publishers and groups that a batch of datasets names, as they were found.
 *
 * @param publishers by the id or name that was asked for
 * @param groups by the group as it was stated
 */
record Owners(Map<String, Publisher> publishers, Map<Group, PackageGroup> groups) {

    /** @throws IllegalArgumentException when the dataset's publisher does not exist */
    @Nullable
    Publisher publisher(HarvestedDataset input) {
        var owner = input.ownerOrg();
        if (owner == null) {
            return null;
        }
        var publisher = publishers.get(owner);
        if (publisher == null) {
            throw new IllegalArgumentException(
                    "The publisher '%s' of the source '%s' does not exist. Create it, or give the source another."
                            .formatted(owner, input.source().name()));
        }
        return publisher;
    }

    /** @throws IllegalArgumentException when one of the dataset's groups does not exist */
    List<PackageGroup> groups(HarvestedDataset input) {
        return input.dataset().origin().groups().stream()
                .map(group -> group(group, input))
                .distinct()
                .toList();
    }

    private PackageGroup group(Group stated, HarvestedDataset input) {
        var group = groups.get(stated);
        if (group == null) {
            throw new IllegalArgumentException("The group '%s' of a record of the source '%s' does not exist."
                    .formatted(stated.name(), input.source().name()));
        }
        return group;
    }
}
