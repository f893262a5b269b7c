package org.garner.control.actions.write;

import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.store.PackageIndex;
import org.garner.control.rest.Desk;
import org.garner.ledger.HarvestRecords;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JsonGenerator;

/** Has the search index told anew of all datasets of a source. */
@Component
class HarvestSourceIndexClear extends HarvestWrite {
    private static final int AT_ONCE = 5_000;

    private final HarvestRecords records;
    private final PackageIndex index;
    private final TransactionTemplate transaction;

    HarvestSourceIndexClear(Desk desk, HarvestRecords records, PackageIndex index, TransactionTemplate transaction) {
        super(desk);
        this.records = records;
        this.index = index;
        this.transaction = transaction;
    }

    @Override
    public String name() {
        return "harvest_source_index_clear";
    }

    @Override
    public String help() {
        return "Has every dataset of a harvest source written anew to the search index, from the database, within"
                + " seconds to minutes. id: its id or name. What is in the catalogue stays searchable meanwhile: the"
                + " index follows the database, and cannot be emptied behind its back. For editors and admins of its"
                + " publisher, and sysadmins.";
    }

    @Override
    public Permission needs() {
        return Permission.EDIT_SOURCE;
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        var source = desk().source(parameters.required("id"), Permission.EDIT_SOURCE);
        for (var page = records.packages(source.id(), "", AT_ONCE);
                !page.isEmpty();
                page = records.packages(source.id(), page.getLast().guid(), AT_ONCE)) {
            var packages = page.stream().map(HarvestRecords.Packaged::packageId).toList();
            transaction.executeWithoutResult(status -> index.again(packages));
        }
        result.writeStartObject();
        result.writeStringProperty("id", source.id().toString());
        result.writeEndObject();
    }
}
