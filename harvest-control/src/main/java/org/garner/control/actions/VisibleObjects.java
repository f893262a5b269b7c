package org.garner.control.actions;

import java.util.Optional;
import java.util.UUID;
import org.garner.catalog.DatasetId;
import org.garner.catalog.store.Catalogue;
import org.garner.catalog.store.CatalogueViews;
import org.garner.catalog.store.ShownPackage;
import org.garner.ledger.ObjectReports;
import org.garner.ledger.ObjectReports.ObjectReport;
import org.springframework.stereotype.Component;

/** Finds harvest objects. What a dataset was made from is for those who may see the dataset. */
@Component
public class VisibleObjects {

    private final ObjectReports objects;
    private final Catalogue catalogue;
    private final CatalogueViews views;

    VisibleObjects(ObjectReports objects, Catalogue catalogue, CatalogueViews views) {
        this.objects = objects;
        this.catalogue = catalogue;
        this.views = views;
    }

    public Optional<ObjectReport> byId(String id) {
        return Named.id(id).flatMap(objects::find);
    }

    /** The object that a dataset was made from, by the dataset's id or name. */
    public Optional<ObjectReport> ofDataset(String idOrName) {
        return catalogue
                .show(idOrName)
                .map(ShownPackage::id)
                .map(DatasetId::value)
                .flatMap(objects::currentOf);
    }

    /** Whether everybody may see it. A record that never became a dataset is as public as its source. */
    boolean isPublic(ObjectReport object) {
        UUID dataset = object.packageId();
        return dataset == null || views.isPublic(dataset);
    }
}
