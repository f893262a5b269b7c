package org.garner.importer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.garner.catalog.store.Catalogue;
import org.garner.catalog.store.PackageChanges;
import org.garner.catalog.store.Stored;
import org.garner.importer.ImportWork.Read;
import org.garner.ledger.Plans.Action;
import org.garner.ledger.Plans.Planned;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a dry run does with a batch: it puts it into the catalogue as any run would, looks at what that made, and takes it back, so that nobody else ever
 * sees it. So a plan cannot say other than what a run does. What a run leaves in place when it fails stays too: numbers of revisions that were drawn.
 */
class Rehearsal {
    private final Catalogue catalogue;
    private final TransactionTemplate taken;

    Rehearsal(Catalogue catalogue, TransactionTemplate transaction) {
        this.catalogue = catalogue;
        var manager = Objects.requireNonNull(transaction.getTransactionManager());
        this.taken = inside(manager);
    }

    /** A part of the transaction around it, which can be rolled back by itself. */
    private static TransactionTemplate inside(PlatformTransactionManager manager) {
        var part = new TransactionTemplate(manager);
        part.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        return part;
    }

    private record Made(List<Stored> stored, Map<UUID, String> dicts) {}

    /**
     * Says what putting these datasets would change. To be called in the transaction that ends their objects.
     *
     * @param put puts them, and says in their order where
     */
    List<Planned> of(List<Read.Changed> changed, Supplier<List<Stored>> put) {
        if (changed.isEmpty()) {
            return List.of();
        }
        var made = Objects.requireNonNull(taken.execute(status -> {
            var stored = put.get();
            status.setRollbackOnly();
            return new Made(stored, dicts(stored));
        }));
        var before = dicts(made.stored());
        var planned = new ArrayList<Planned>();
        for (int i = 0; i < changed.size(); i++) {
            var stored = made.stored().get(i);
            var id = stored.id().value();
            planned.add(
                    planned(changed.get(i), stored, before.get(id), made.dicts().getOrDefault(id, "{}")));
        }
        return planned;
    }

    private Map<UUID, String> dicts(List<Stored> stored) {
        var dicts = new HashMap<UUID, String>();
        catalogue
                .showAll(stored.stream().map(each -> each.id().value()).toList())
                .forEach(shown -> dicts.put(shown.id().value(), shown.dict()));
        return dicts;
    }

    private static Planned planned(Read.Changed change, Stored stored, @Nullable String before, String after) {
        var guid = change.object().guid();
        var title = JsonMapper.shared().readTree(after).path("title").asString("");
        if (before == null) {
            return new Planned(guid, Action.ADDED, false, null, stored.name(), title, "{}", 0);
        }
        var changes = PackageChanges.between(before, after);
        return new Planned(
                guid,
                stored.change() == Stored.Change.RESTORED ? Action.RESTORED : Action.UPDATED,
                false,
                stored.id().value(),
                stored.name(),
                title,
                changes.json(),
                changes.more());
    }
}
