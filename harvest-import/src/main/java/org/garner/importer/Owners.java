package org.garner.importer;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.garner.catalog.Dataset;
import org.garner.catalog.Group;
import org.garner.catalog.store.Catalogue;
import org.garner.catalog.store.PackageGroup;
import org.garner.catalog.store.Publisher;
import org.garner.importer.OwnerPolicy.Remote;
import org.jspecify.annotations.Nullable;

/**
 * The organisations and groups of a batch of datasets as the catalogue has them; made first, where the policy says so. At most four statements, whatever
 * the size of the batch, and none for datasets without owners.
 */
final class Owners {
    private final Map<Group, Publisher> publishers;
    private final Map<Group, PackageGroup> groups;

    private Owners(Map<Group, Publisher> publishers, Map<Group, PackageGroup> groups) {
        this.publishers = publishers;
        this.groups = groups;
    }

    /** Finds or makes them, in the caller's transaction. */
    static Owners of(List<Dataset> datasets, OwnerPolicy policy, Catalogue catalogue) {
        var organisations = datasets.stream()
                .map(dataset -> dataset.origin().organisation())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        var groups = datasets.stream()
                .flatMap(dataset -> dataset.origin().groups().stream())
                .collect(Collectors.toSet());
        if (policy.organisations() == Remote.CREATE) {
            catalogue.publishers().ensure(described(organisations));
        }
        if (policy.groups() == Remote.CREATE) {
            catalogue.groups().ensure(described(groups));
        }
        return new Owners(
                catalogue.publishers().known(organisations), catalogue.groups().known(groups));
    }

    private static List<Group> described(java.util.Set<Group> groups) {
        return groups.stream().filter(Group::isDescribed).toList();
    }

    /** The id of the organisation that owns this dataset: its own if it is here, else the source's. */
    @Nullable
    String publisher(Dataset dataset, @Nullable String ofTheSource) {
        var organisation = dataset.origin().organisation();
        var publisher = organisation == null ? null : publishers.get(organisation);
        return publisher == null ? ofTheSource : publisher.id().toString();
    }

    /** The dataset in those of its groups that are here. */
    Dataset grouped(Dataset dataset) {
        var origin = dataset.origin();
        var here = origin.groups().stream().filter(groups::containsKey).toList();
        return here.size() == origin.groups().size()
                ? dataset
                : dataset.toBuilder()
                        .origin(origin.with(origin.organisation(), here))
                        .build();
    }
}
