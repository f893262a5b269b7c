package org.garner.importer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.garner.catalog.ContentHash;
import org.garner.catalog.DatasetId;
import org.garner.catalog.Group;
import org.garner.catalog.store.Catalogue;
import org.garner.catalog.store.HarvestedDataset;
import org.garner.catalog.store.Stored;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.JobMode;
import org.garner.harvest.Outcome;
import org.garner.harvest.order.Order;
import org.garner.importer.ImportWork.Read;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestErrors.ObjectFailure;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestObjects.Ended;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.HarvestRecords.Held;
import org.garner.ledger.Jobs;
import org.garner.ledger.Orders;
import org.garner.ledger.Orders.Tally;
import org.garner.ledger.Plans;
import org.garner.ledger.StaleTicketException;
import org.garner.ledger.Work;
import org.garner.ledger.Work.ToImport;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes a batch of an import: outcomes, datasets and what is held of the records, in one transaction whose last statement is the guard. Of a dry run it
 * writes outcomes, and what the datasets would be.
 */
class ImportWriter {
    private final Tables tables;
    private final TransactionTemplate transaction;
    private final Rehearsal rehearsal;

    /** The tables that an import writes. */
    record Tables(
            Jobs jobs,
            HarvestObjects objects,
            HarvestRecords records,
            HarvestErrors errors,
            Orders orders,
            Plans plans,
            Work work,
            Catalogue catalogue) {}

    ImportWriter(Tables tables, TransactionTemplate transaction) {
        this.tables = tables;
        this.transaction = transaction;
        this.rehearsal = new Rehearsal(tables.catalogue(), transaction);
    }

    List<ToImport> toImport(Order order) {
        return tables.work().toImport(order);
    }

    /** Those of these groups that the catalogue does not have. */
    List<String> missingGroups(List<String> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        var known = tables.catalogue()
                .groups()
                .known(names.stream().map(Group::named).toList());
        return names.stream()
                .filter(name -> !known.containsKey(Group.named(name)))
                .toList();
    }

    /** Writes a whole order and ends it: the usual case. */
    Tally writeAndEnd(Order order, String worker, HarvestSource source, List<Read> batch) {
        return inTransaction(order, () -> {
            var tally = put(order, worker, source, batch);
            tables.orders().end(order, worker, tally);
            return tally;
        });
    }

    /** Writes a part of an order that was refused as a whole. */
    Tally write(Order order, String worker, HarvestSource source, List<Read> batch) {
        return inTransaction(order, () -> {
            tables.orders().hold(order, worker);
            return put(order, worker, source, batch);
        });
    }

    void end(Order order, String worker, Tally tally) {
        inTransaction(order, () -> {
            tables.orders().end(order, worker, tally);
            return tally;
        });
    }

    private Tally inTransaction(Order order, java.util.function.Supplier<Tally> work) {
        var tally = transaction.execute(status -> {
            var done = work.get();
            tables.jobs().guard(order.ticket());
            return done;
        });
        return tally == null ? Tally.NONE : tally;
    }

    /** Ends the objects first: only what was still this order's to end is written. */
    private Tally put(Order order, String worker, HarvestSource source, List<Read> batch) {
        var open = tables.objects()
                .end(order, batch.stream().map(ImportWriter::ended).toList(), worker);
        var mine =
                batch.stream().filter(read -> open.contains(read.object().id())).toList();
        var changed = new ArrayList<Read.Changed>();
        var failures = new ArrayList<ObjectFailure>();
        var kept = new ArrayList<Held>();
        for (var read : mine) {
            switch (read) {
                case Read.Changed change -> changed.add(change);
                case Read.Same same ->
                    kept.add(held(same.object(), packageId(same.object()), same.hash(), same.readerVersion()));
                case Read.Bad bad -> failures.add(new ObjectFailure(bad.object().id(), "Import", bad.failure()));
            }
        }
        var mode = mode(order);
        if (mode.onlyPlans()) {
            tables.plans().add(order.ticket(), rehearsal.of(changed, () -> putChanged(source, changed)));
        } else {
            keep(order, source, mode, putChanged(source, changed), changed, kept);
        }
        tables.errors().addObject(order.ticket(), failures);
        var added = (int) changed.stream()
                .filter(change -> change.outcome() == Outcome.ADDED)
                .count();
        return new Tally(
                added, changed.size() - added, mine.size() - changed.size() - failures.size(), failures.size());
    }

    private JobMode mode(Order order) {
        return tables.jobs()
                .find(order.ticket().job())
                .orElseThrow(() -> new StaleTicketException(order.ticket()))
                .mode();
    }

    private List<Stored> putChanged(HarvestSource source, List<Read.Changed> changed) {
        var origin = new HarvestedDataset.Source(source.id(), source.name(), source.title());
        var datasets = changed.stream().map(Read.Changed::dataset).toList();
        var owners = Owners.of(datasets, OwnerPolicy.of(source), tables.catalogue());
        var collections = CollectionIds.of(datasets, source.id(), tables.catalogue());
        return tables.catalogue()
                .put(changed.stream()
                        .map(change -> dataset(source, origin, change, owners, collections))
                        .toList());
    }

    /** Notes which datasets were made, and what is held now of the records that were read. */
    private void keep(
            Order order,
            HarvestSource source,
            JobMode mode,
            List<Stored> stored,
            List<Read.Changed> changed,
            List<Held> kept) {
        var packages = new HashMap<UUID, UUID>();
        for (int i = 0; i < stored.size(); i++) {
            var change = changed.get(i);
            var id = stored.get(i).id().value();
            packages.put(change.object().id(), id);
            kept.add(held(change.object(), id, change.hash(), change.readerVersion()));
        }
        tables.objects().madeDatasets(order.ticket(), packages);
        if (mode.asksTheSource()) {
            tables.records().keep(source.id(), kept);
        } else {
            tables.records().mappedAgain(source.id(), kept);
        }
    }

    private static HarvestedDataset dataset(
            HarvestSource source,
            HarvestedDataset.Source origin,
            Read.Changed change,
            Owners owners,
            CollectionIds collections) {
        var existing = packageId(change.object());
        return new HarvestedDataset(
                existing == null ? null : new DatasetId(existing),
                change.remoteId(),
                origin,
                change.object().guid(),
                change.object().id(),
                owners.publisher(change.dataset(), source.ownerOrg()),
                collections.linked(owners.grouped(change.dataset())));
    }

    private static Ended ended(Read read) {
        return switch (read) {
            case Read.Changed change -> new Ended(change.object().id(), change.outcome(), null);
            case Read.Same same -> new Ended(same.object().id(), Outcome.UNCHANGED, packageId(same.object()));
            case Read.Bad bad -> new Ended(bad.object().id(), Outcome.ERRORED, null);
        };
    }

    private static @Nullable UUID packageId(ToImport object) {
        var held = object.held();
        return held == null ? null : held.packageId();
    }

    private static Held held(ToImport object, @Nullable UUID packageId, ContentHash hash, int readerVersion) {
        return new Held(
                object.guid(),
                packageId,
                object.documentHash(),
                hash.hex(),
                ContentHash.VERSION,
                readerVersion,
                object.revision(),
                object.validator(),
                object.fetchUrl(),
                null,
                false);
    }
}
