package org.garner.catalog.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.garner.catalog.DatasetId;
import org.garner.catalog.store.PackageRows.RecordName;
import org.jspecify.annotations.Nullable;

/** Which id a record's package has, or will have. */
class PackageIds {
    private final PackageRows packages;

    PackageIds(PackageRows packages) {
        this.packages = packages;
    }

    /** The ids that a new package would like, best first. */
    static Stream<UUID> wishes(@Nullable DatasetId existing, @Nullable String remote, UUID source, String guid) {
        return Stream.of(
                        existing == null ? null : existing.value(),
                        remote != null && Ids.isUuid(remote) ? UUID.fromString(remote) : null,
                        DatasetId.derived(source, guid).value())
                .filter(Objects::nonNull);
    }

    /** The ids of records that name themselves by their guid, in one statement. */
    Map<String, DatasetId> of(UUID source, Collection<String> guids) {
        var storable = new LinkedHashMap<String, String>();
        guids.forEach(guid -> storable.put(guid, Text.storable(guid)));
        var wished = storable.values().stream()
                .flatMap(guid -> wishes(null, guid, source, guid))
                .toList();
        var taken = new HashSet<UUID>();
        var known = new HashMap<RecordName, UUID>();
        for (var one : packages.taken(wished, source, storable.values())) {
            taken.add(one.id());
            if (one.record() != null) {
                known.put(one.record(), one.id());
            }
        }
        var ids = new LinkedHashMap<String, DatasetId>();
        storable.forEach((guid, stored) -> {
            var id = known.get(new RecordName(source, stored));
            ids.put(guid, new DatasetId(id == null ? firstFree(source, stored, taken) : id));
        });
        return ids;
    }

    private static UUID firstFree(UUID source, String guid, Collection<UUID> taken) {
        return wishes(null, guid, source, guid)
                .filter(id -> !taken.contains(id))
                .findFirst()
                .orElseGet(() -> DatasetId.derived(source, guid).value());
    }
}
