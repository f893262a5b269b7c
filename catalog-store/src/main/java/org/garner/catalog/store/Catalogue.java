package org.garner.catalog.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.garner.catalog.DatasetId;
import org.garner.catalog.store.PackageRows.Held;
import org.garner.catalog.store.PackageRows.RecordName;
import org.garner.catalog.store.PackageRows.Revised;
import org.garner.catalog.store.ResourceChanges.FreeIds;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The catalogue: packages as harvests bring them and as clients see them. Writing methods take a batch (50 is usual), run in the caller's transaction
 * (read committed) and cost a constant number of statements. Locks are always taken in the order of ids and names, so that several writers at once
 * wait for each other but never for ever. Every change tells {@link PackageIndex} in the same transaction.
 */
public class Catalogue {

    /** Each round at least doubles the numbers that are tried for a name, so this many rounds end only if something is broken. */
    private static final int ROUNDS = 20;

    private final JdbcClient jdbc;
    private final PackageRows packages;
    private final PackageNames names;
    private final ResourceRows resources;
    private final PackageIndex index;
    private final PackageIds ids;
    private final Publishers publishers;
    private final Groups groups;

    public Catalogue(JdbcClient jdbc) {
        this.jdbc = jdbc;
        packages = new PackageRows(jdbc);
        names = new PackageNames(jdbc);
        resources = new ResourceRows(jdbc);
        index = new PackageIndex(jdbc);
        ids = new PackageIds(packages);
        publishers = new Publishers(jdbc);
        groups = new Groups(jdbc);
    }

    /** The organisations that own packages. */
    public Publishers publishers() {
        return publishers;
    }

    /** The groups that packages are in. */
    public Groups groups() {
        return groups;
    }

    /** An input on its way: its place in the batch, the package it becomes, and whether that package is new. */
    private record Placed(int at, PackageVersion version, ResourceChanges resources, Stored.Change change) {
        boolean fresh() {
            return change == Stored.Change.INSERTED;
        }

        UUID id() {
            return version.row().id();
        }
    }

    /**
     * Puts these datasets into the catalogue and says where, in their order. A known dataset keeps its id, its name and the ids of its resources; a new
     * one takes its remote id if that is free, and a name made from its title.
     *
     * @throws IllegalArgumentException when two inputs are the same record or the same package, or when a publisher or a group does not exist
     */
    public List<Stored> put(List<HarvestedDataset> batch) {
        requireTransaction();
        if (batch.isEmpty()) {
            return List.of();
        }
        var inputs = batch.stream().map(Text::storable).toList();
        requireDistinct(inputs);
        var owners = publishers.named(inputs.stream()
                .map(HarvestedDataset::ownerOrg)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        var members = groups.known(inputs.stream()
                .flatMap(input -> input.dataset().origin().groups().stream())
                .collect(Collectors.toSet()));
        var stored = new @Nullable Stored[inputs.size()];
        var open = IntStream.range(0, inputs.size()).boxed().toList();
        for (var round = 0; !open.isEmpty(); round++) {
            if (round == ROUNDS) {
                throw new IllegalStateException(
                        "No free name after %d rounds for %d datasets, the first titled '%s'. Is the table package_name_suffix intact?"
                                .formatted(
                                        round,
                                        open.size(),
                                        inputs.get(open.getFirst()).dataset().title()));
            }
            var placed = place(inputs, open, new Owners(owners, members), round);
            var written = write(placed);
            for (var one : placed) {
                if (written.contains(one.id())) {
                    stored[one.at()] = new Stored(
                            new DatasetId(one.id()), one.version().row().name(), one.change());
                }
            }
            open = open.stream().filter(at -> stored[at] == null).toList();
        }
        return Stream.of(stored).map(Objects::requireNonNull).toList();
    }

    /** Takes these packages out of the catalogue, leaving tombstones; returns how many were still in it. */
    public int withdraw(Collection<DatasetId> ids, String reason) {
        requireTransaction();
        var withdrawn = ids.isEmpty() ? List.<Revised>of() : packages.withdraw(ids, reason);
        index.changed(withdrawn);
        return withdrawn.size();
    }

    /** The next packages that were harvested from a source, in the order of their records' names; withdrawn ones too. */
    public SequencedMap<String, DatasetId> ofSource(UUID source, String after, int limit) {
        return packages.ofSource(source, after, limit);
    }

    /** How many packages were harvested from a source; withdrawn ones too. */
    public long countOf(UUID source) {
        return jdbc.sql("select count(*) from package where harvest_source_id = :source")
                .param("source", source)
                .query(Long.class)
                .single();
    }

    /**
     * The ids of these records' packages, by guid: those they have and, for records that are still to come, those they will get unless another source takes
     * them first. So a dataset can name another one of its source before that one is put.
     *
     * @param guids for records that name themselves by their guid, as a collection of a data.json does
     */
    public Map<String, DatasetId> idsOf(UUID source, Collection<String> guids) {
        return guids.isEmpty() ? Map.of() : ids.of(source, guids);
    }

    /** The package of this id or, when there is none, of this name; withdrawn ones too. */
    public Optional<ShownPackage> show(String idOrName) {
        return jdbc.sql("""
            select id, state, private, dataset::text as dict
              from package
             where id = :id::uuid or name = :name
             order by (id = :id::uuid) desc nulls last
             limit 1
            """)
                .param("id", Ids.isUuid(idOrName) ? idOrName : null)
                .param("name", Text.storable(idOrName))
                .query((row, at) -> new ShownPackage(
                        new DatasetId(row.getObject("id", UUID.class)),
                        row.getString("state"),
                        row.getBoolean("private"),
                        row.getString("dict")))
                .optional();
    }

    /** The packages of these ids, in their order; those that do not exist are left out. */
    public List<ShownPackage> showAll(List<UUID> ids) {
        return jdbc.sql("""
            select p.id, p.state, p.private, p.dataset::text as dict
              from unnest(:ids::uuid[]) with ordinality as e (id, place)
              join package p on p.id = e.id
             order by e.place
            """)
                .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
                .query((row, at) -> new ShownPackage(
                        new DatasetId(row.getObject("id", UUID.class)),
                        row.getString("state"),
                        row.getBoolean("private"),
                        row.getString("dict")))
                .list();
    }

    /** How many packages everybody can see. */
    public long count() {
        return jdbc.sql("select count(*) from package where state = 'active' and not private")
                .query(Long.class)
                .single();
    }

    /** Decides what becomes of the open inputs, on locked rows. */
    private List<Placed> place(List<HarvestedDataset> inputs, List<Integer> open, Owners owners, int round) {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var held = packages.lock(
                open.stream().map(inputs::get).flatMap(Catalogue::wishes).collect(Collectors.toSet()),
                open.stream().map(at -> record(inputs.get(at))).toList());
        var byId = held.stream().collect(Collectors.toMap(one -> one.row().id(), one -> one));
        var byRecord =
                held.stream().filter(one -> one.record() != null).collect(Collectors.toMap(Held::record, one -> one));

        var rows = new HashMap<Integer, PackageRow>();
        var fresh = new ArrayList<Integer>();
        for (var at : open) {
            var input = inputs.get(at);
            // The package that bears the record's name comes first: a second one could not bear it too.
            var known = byRecord.get(record(input));
            known = known == null && input.existing() != null
                    ? byId.get(input.existing().value())
                    : known;
            if (known == null) {
                fresh.add(at);
            } else {
                rows.put(at, known.row());
            }
        }
        if (rows.values().stream().map(PackageRow::id).distinct().count() < rows.size()) {
            throw new IllegalArgumentException(
                    "Two datasets of one batch belong to the same package: %s. Put them in two batches."
                            .formatted(rows.values().stream()
                                    .map(PackageRow::name)
                                    .sorted()
                                    .toList()));
        }
        var before = rows.isEmpty()
                ? Map.<UUID, List<ResourceRow>>of()
                : resources.of(rows.values().stream().map(PackageRow::id).toList());

        var used = new HashSet<>(byId.keySet());
        var free = names.free(
                fresh.stream().map(at -> Names.ideal(inputs.get(at).dataset())).toList(), round);
        for (var place = 0; place < fresh.size(); place++) {
            var id = wishes(inputs.get(fresh.get(place)))
                    .filter(used::add)
                    .findFirst()
                    .orElseGet(Ids::next);
            rows.put(fresh.get(place), PackageRow.fresh(id, free.get(place), now));
        }
        var isFresh = new HashSet<>(fresh);
        var ids = new FreeIds(resources.taken(open.stream()
                .flatMap(at -> inputs.get(at).dataset().distributions().stream())
                .map(distribution -> Ids.uuid(distribution.id()))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet())));
        return open.stream()
                .map(at -> {
                    var input = inputs.get(at);
                    var row = Objects.requireNonNull(rows.get(at));
                    var changes = ResourceChanges.of(
                            row.id(),
                            before.getOrDefault(row.id(), List.of()),
                            input.dataset().distributions(),
                            ids,
                            now);
                    var version = new PackageVersion(
                            row.brought(), input, owners.publisher(input), owners.groups(input), changes.all(), now);
                    return new Placed(
                            at, version, changes, isFresh.contains(at) ? Stored.Change.INSERTED : change(row));
                })
                .toList();
    }

    /** Writes what was placed; returns the ids that were written. A new package whose name or id was taken meanwhile is not among them. */
    private Set<UUID> write(List<Placed> placed) {
        var revised = new ArrayList<Revised>();
        var inserts = placed.stream().filter(Placed::fresh).map(Placed::version).toList();
        var updates =
                placed.stream().filter(one -> !one.fresh()).map(Placed::version).toList();
        if (!inserts.isEmpty()) {
            revised.addAll(packages.insert(inserts));
        }
        if (!updates.isEmpty()) {
            revised.addAll(packages.update(updates));
        }
        var written = revised.stream().map(Revised::id).collect(Collectors.toCollection(HashSet::new));
        var changes = placed.stream()
                .filter(one -> written.contains(one.id()))
                .map(Placed::resources)
                .toList();
        resources.delete(
                changes.stream().flatMap(change -> change.vanished().stream()).toList());
        resources.insert(
                changes.stream().flatMap(change -> change.added().stream()).toList());
        resources.update(
                changes.stream().flatMap(change -> change.changed().stream()).toList());
        groups.assign(placed.stream()
                .filter(one -> written.contains(one.id()))
                .map(Placed::version)
                .filter(version -> version.row().grouped() || !version.groups().isEmpty())
                .collect(Collectors.toMap(version -> version.row().id(), PackageVersion::groups)));
        index.changed(revised);
        return written;
    }

    /** The ids that a new package would like, best first. */
    private static Stream<UUID> wishes(HarvestedDataset input) {
        return PackageIds.wishes(
                input.existing(), input.remoteId(), input.source().id(), input.guid());
    }

    private static RecordName record(HarvestedDataset input) {
        return new RecordName(input.source().id(), input.guid());
    }

    private static Stored.Change change(PackageRow row) {
        var withdrawer = row.withdrawnBy();
        if (withdrawer == null) {
            return Stored.Change.UPDATED;
        }
        return withdrawer.equals("harvest") ? Stored.Change.RESTORED : Stored.Change.STAYS_WITHDRAWN;
    }

    private static void requireDistinct(List<HarvestedDataset> inputs) {
        var seen = new HashSet<RecordName>();
        for (var input : inputs) {
            if (!seen.add(record(input))) {
                throw new IllegalArgumentException("The record '%s' of the source '%s' is twice in one batch"
                        .formatted(input.guid(), input.source().name()));
            }
        }
    }

    /** Outside a transaction the locks would end with each statement, and half a batch could stay. */
    private static void requireTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("The catalogue is written inside a transaction, but there is none");
        }
    }
}
