package org.garner.importer;

import java.util.ArrayList;
import java.util.List;
import org.garner.catalog.Dataset;
import org.garner.catalog.Group;
import org.garner.harvest.HarvestSource;
import tools.jackson.databind.JsonNode;

/**
 * What a source's configuration says about the organisations and groups that its datasets have where they come from, under CKAN's keys.
 *
 * @param organisations {@code remote_orgs}
 * @param groups {@code remote_groups}
 * @param defaultGroups {@code default_groups}: names or ids of groups here that each dataset is put into
 */
record OwnerPolicy(Remote organisations, Remote groups, List<String> defaultGroups) {
    /** What becomes of a remote organisation or group. */
    enum Remote {
        /** It is left out: the source's own organisation owns the dataset, and it is in no group. */
        DROPPED,
        /** It is taken when there is one of its id or name here. */
        ONLY_LOCAL,
        /** It is taken, and made when there is none. */
        CREATE
    }

    OwnerPolicy {
        defaultGroups = List.copyOf(defaultGroups);
    }

    static OwnerPolicy of(HarvestSource source) {
        var config = source.config().tree();
        var groups = new ArrayList<String>();
        config.path("default_groups").forEach(group -> groups.add(group.asString("")));
        groups.removeIf(String::isBlank);
        return new OwnerPolicy(remote(config.path("remote_orgs")), remote(config.path("remote_groups")), groups);
    }

    private static Remote remote(JsonNode written) {
        return switch (written.asString("")) {
            case "only_local" -> Remote.ONLY_LOCAL;
            case "create" -> Remote.CREATE;
            default -> Remote.DROPPED;
        };
    }

    /** The dataset with the organisation and the groups that may own it; it is these that tell whether it changed. */
    Dataset applied(Dataset dataset) {
        var origin = dataset.origin();
        var owners = new ArrayList<Group>();
        if (groups != Remote.DROPPED) {
            owners.addAll(origin.groups());
        }
        defaultGroups.forEach(name -> owners.add(Group.named(name)));
        var organisation = organisations == Remote.DROPPED ? null : origin.organisation();
        var allowed = origin.with(organisation, owners);
        return allowed.equals(origin)
                ? dataset
                : dataset.toBuilder().origin(allowed).build();
    }
}
