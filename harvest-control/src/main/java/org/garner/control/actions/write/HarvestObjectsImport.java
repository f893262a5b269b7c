package org.garner.control.actions.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.garner.catalog.access.Permission;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.RefusedException;
import org.garner.control.actions.VisibleObjects;
import org.garner.control.rest.Desk;
import org.garner.control.rest.JobControl;
import org.garner.control.rest.NewJob;
import org.garner.harvest.JobMode;
import org.garner.ledger.Jobs;
import org.garner.ledger.NamedRecords;
import org.garner.ledger.ObjectReports.ObjectReport;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JsonGenerator;

/** Makes datasets again from stored documents. */
@Component
class HarvestObjectsImport extends HarvestWrite {
    private final JobControl control;
    private final Jobs jobs;
    private final NamedRecords records;
    private final VisibleObjects objects;
    private final TransactionTemplate transaction;

    HarvestObjectsImport(
            Desk desk,
            JobControl control,
            Jobs jobs,
            NamedRecords records,
            VisibleObjects objects,
            TransactionTemplate transaction) {
        super(desk);
        this.control = control;
        this.jobs = jobs;
        this.records = records;
        this.objects = objects;
        this.transaction = transaction;
    }

    @Override
    public String name() {
        return "harvest_objects_import";
    }

    @Override
    public String help() {
        return "Makes datasets again from the documents that are stored, without asking their source: starts a job of"
                + " mode reimport, and gives how many records it goes over. source_id, guid (with source_id when more"
                + " than one source has it), harvest_object_id or package_id; without any of them all active sources"
                + " without an open job. Withdrawn datasets stay so (join_datasets is taken for true). For editors and"
                + " admins of the source's publisher, and sysadmins; for all sources sysadmins.";
    }

    @Override
    public Permission needs() {
        return Permission.OPERATE_SOURCE;
    }

    @Override
    String subject() {
        return "source_id";
    }

    @Override
    void act(Parameters parameters, JsonGenerator result) {
        if (parameters.text("segments").isPresent()) {
            throw RefusedException.invalid(
                    "segments",
                    "There are no segments: several workers share the records of one job. Leave it out; nothing was"
                            + " started");
        }
        result.writeNumber(count(parameters));
    }

    private long count(Parameters parameters) {
        var guid = parameters.text("guid");
        var source = parameters.text("source_id");
        var object = parameters.text("harvest_object_id");
        var dataset = parameters.text("package_id");
        if (guid.isPresent()) {
            return imported(source.orElseGet(() -> holder(guid.get())), List.of(guid.get()));
        }
        if (source.isPresent()) {
            return imported(source.get(), List.of());
        }
        if (object.isPresent()) {
            return imported(objects.byId(object.get())
                    .orElseThrow(() -> RefusedException.notFound(
                            "there is no harvest object with the id '%s'".formatted(object.get()))));
        }
        if (dataset.isPresent()) {
            return imported(objects.ofDataset(dataset.get())
                    .orElseThrow(() -> RefusedException.notFound(
                            "no dataset with the id or name '%s' was harvested".formatted(dataset.get()))));
        }
        return importedAll();
    }

    private long imported(ObjectReport object) {
        return imported(object.source().toString(), List.of(object.guid()));
    }

    private long imported(String idOrName, List<String> guids) {
        var source = desk().source(idOrName, Permission.OPERATE_SOURCE);
        var count = guids.isEmpty() ? records.countStored(source.id()) : guids.size();
        control.start(
                source.id().toString(),
                new NewJob(JobMode.REIMPORT, guids),
                null,
                view -> view.job().id().toString());
        return count;
    }

    /** A job of each source is added at once; those that are busy are left alone. */
    private long importedAll() {
        desk().require(Permission.OPERATE_ALL);
        var stored = records.storedBySource();
        var by = Jobs.By.somebody(desk().asker());
        var added = transaction.<Map<UUID, UUID>>execute(
                status -> jobs.addAll(new ArrayList<>(stored.keySet()), JobMode.REIMPORT, by));
        desk().wake();
        return added.values().stream()
                .mapToLong(source -> stored.getOrDefault(source, 0L))
                .sum();
    }

    /** The source whose record this is. */
    private String holder(String guid) {
        var holders = records.holding(guid);
        if (holders.isEmpty()) {
            throw RefusedException.notFound("no source holds a dataset of a record named '%s'".formatted(guid));
        }
        if (holders.size() > 1) {
            throw RefusedException.invalid(
                    "guid",
                    "%d sources hold a record of this name: say by source_id which is meant".formatted(holders.size()));
        }
        return holders.getFirst().toString();
    }
}
