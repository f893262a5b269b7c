package org.garner.importer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.garner.catalog.Dataset;
import org.garner.catalog.DatasetId;
import org.garner.catalog.format.Reading;
import org.garner.catalog.store.Catalogue;

/** The packages of the collections that the datasets of a batch are part of; those that are still to come have their ids too. */
final class CollectionIds {
    private final Map<String, DatasetId> byGuid;

    private CollectionIds(Map<String, DatasetId> byGuid) {
        this.byGuid = byGuid;
    }

    static CollectionIds of(List<Dataset> datasets, UUID source, Catalogue catalogue) {
        return new CollectionIds(catalogue.idsOf(
                source,
                datasets.stream().flatMap(dataset -> guid(dataset).stream()).collect(Collectors.toSet())));
    }

    /** The dataset with the id of its collection's package in place of the guid that its reader knows. */
    Dataset linked(Dataset dataset) {
        return guid(dataset)
                .map(byGuid::get)
                .map(id -> dataset.toBuilder()
                        .extra(Reading.COLLECTION, id.toString())
                        .build())
                .orElse(dataset);
    }

    private static Optional<String> guid(Dataset dataset) {
        return Optional.ofNullable(dataset.extras().get(Reading.COLLECTION));
    }
}
