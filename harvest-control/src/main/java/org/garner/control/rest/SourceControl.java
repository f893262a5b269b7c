package org.garner.control.rest;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.garner.catalog.access.Permission;
import org.garner.catalog.access.Target;
import org.garner.catalog.format.ReadingOptions;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.http.Secrets;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.Jobs;
import org.garner.ledger.Sources;
import org.garner.ledger.Sources.Settings;
import org.garner.ledger.Sources.Stored;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/** What operators can do with sources. */
public class SourceControl {
    private final Tables tables;
    private final SourceForm form;
    private final Publishing publishing;
    private final Gate gate;
    private final TransactionTemplate transaction;

    /** The tables that it reads and writes. */
    record Tables(Sources sources, Jobs jobs, HarvestRecords records) {}

    /** Makes sure that a publisher exists. */
    @FunctionalInterface
    interface Publishing {
        /** @return the publisher's name, by which sources refer to it */
        String ensure(String idNameOrTitle);
    }

    /** A source, and whether this call made it. */
    public record Made(Stored source, boolean made) {}

    /** A source that was deleted, and how many of its datasets are in the catalogue. */
    public record Deleted(Stored source, long datasetsKept) {}

    SourceControl(Tables tables, SourceForm form, Publishing publishing, Gate gate, TransactionTemplate transaction) {
        this.tables = tables;
        this.form = form;
        this.publishing = publishing;
        this.gate = gate;
        this.transaction = transaction;
    }

    Stored source(String idNameOrUrl) {
        return tables.sources()
                .find(idNameOrUrl)
                .orElseThrow(() -> ProblemException.notFound("There is no source '%s'.".formatted(idNameOrUrl)));
    }

    List<Stored> list(Sources.Filter filter, String after, int limit) {
        return tables.sources().list(filter, after, limit);
    }

    /** Makes a source, finds the one with this type, address and configuration, or brings it back when it was deleted. */
    public Made make(Members members) {
        var wanted = form.fresh(members);
        return transaction.<Made>execute(status -> {
            var same = tables.sources().same(wanted.type(), wanted.url(), wanted.config());
            if (same.isPresent() && same.get().deleted()) {
                // It comes back with its datasets: who takes it over must have been allowed to edit it.
                gate.require(Permission.EDIT_SOURCE, target(same.get().settings()));
                return made(write(same.get(), owned(wanted, null)));
            }
            if (same.isPresent()) {
                var name = same.get().settings().name();
                if (members.has("name") && !wanted.name().equals(name)) {
                    throw exists(same.get(), "Use its name, or leave the name out.");
                }
                return new Made(same.get(), false);
            }
            return add(owned(wanted, null), members.has("name"));
        });
    }

    private Made add(Settings wanted, boolean named) {
        for (int i = 1; i < 100 && (i == 1 || !named); i++) {
            var made = tables.sources().add(i == 1 ? wanted : renamed(wanted, wanted.name() + "-" + i));
            if (made.isPresent()) {
                return made(made.get());
            }
            // The same source may have been made by another call a moment ago; else it is the name that is taken.
            var same = tables.sources().same(wanted.type(), wanted.url(), wanted.config());
            if (same.isPresent()) {
                return new Made(same.get(), false);
            }
        }
        throw taken(wanted);
    }

    private static Settings renamed(Settings it, String name) {
        var title = it.title().equals(it.name()) ? name : it.title();
        return it.named(name, title);
    }

    private static Made made(Stored source) {
        Asked.concerns("source", source.id());
        Asked.note("source", source.settings().name());
        return new Made(source, true);
    }

    private static Target target(Settings source) {
        return new Target.Source(source.name(), source.ownerOrg());
    }

    /** The settings with the publisher by the name that the catalogue knows it by; refused when the caller may not make sources of that publisher. */
    private Settings owned(Settings it, @Nullable Settings before) {
        var owner = it.ownerOrg();
        if (before != null && Objects.equals(owner, before.ownerOrg())) {
            return it;
        }
        var settled = owner == null ? it : it.ownedBy(publishing.ensure(owner));
        var publisher = settled.ownerOrg();
        gate.require(
                Permission.CREATE_SOURCE, publisher == null ? Target.INSTALLATION : new Target.Publisher(publisher));
        return settled;
    }

    /**
     * Edits a source. When its address, type or configuration change, what is held of it is fetched again by the next run; when only the reading of
     * its documents changes, they are mapped again.
     *
     * @param seen the version that the editor has seen; null when it does not matter
     */
    public Stored change(String idNameOrUrl, Members members, @Nullable Integer seen) {
        var found = source(idNameOrUrl);
        return transaction.<Stored>execute(status -> {
            var before = tables.sources().lock(found.id());
            if (before.deleted()) {
                throw ProblemException.notFound("The source %s was deleted a moment ago.".formatted(idNameOrUrl));
            }
            if (seen != null && seen != before.version()) {
                throw new ProblemException(
                        ProblemCode.SOURCE_CHANGED,
                        "The source %s is at version %d, the header If-Match names %d. Nothing was changed: read it again, then edit."
                                .formatted(before.settings().name(), before.version(), seen));
            }
            var after = owned(form.edited(members, before.settings()), before.settings());
            // To say that a source is active ends a pause, also when it was active before.
            var resumes = before.pause() != null && members.has("active");
            if (after.equals(before.settings()) && !resumes) {
                return before;
            }
            var fetchAgain = asksOtherwise(before.settings(), after);
            var mapAgain = readsOtherwise(before.settings(), after);
            if (fetchAgain || mapAgain) {
                requireNoOpenJob(before, "Its url, type and config cannot change meanwhile.");
            }
            tables.sources()
                    .same(after.type(), after.url(), after.config())
                    .filter(same -> !same.id().equals(before.id()))
                    .ifPresent(same -> {
                        throw exists(
                                same,
                                same.deleted()
                                        ? "It was deleted; POST it to have it back with its datasets."
                                        : "Nothing was changed.");
                    });
            var changed = write(before, after);
            if (fetchAgain) {
                tables.records().fetchAgain(before.id());
            } else if (mapAgain) {
                tables.records().mapAgain(before.id());
            }
            return changed;
        });
    }

    private Stored write(Stored before, Settings after) {
        try {
            return tables.sources().change(before.id(), after);
        } catch (DuplicateKeyException e) {
            throw new ProblemException(
                    ProblemCode.NAME_TAKEN,
                    "The name %s is taken by another source. Nothing was changed: choose another name."
                            .formatted(after.name()),
                    Map.of("source", after.name()));
        }
    }

    /** Deletes a source that has no open job. Its datasets and the history of its jobs stay. */
    public Deleted delete(String idNameOrUrl) {
        var found = source(idNameOrUrl);
        return transaction.<Deleted>execute(status -> {
            var source = tables.sources().lock(found.id());
            requireNoOperation(source.id(), source.settings().name());
            requireNoOpenJob(source, "Then delete the source.");
            tables.sources().delete(source.id());
            return new Deleted(source, tables.records().live(source.id()));
        });
    }

    /** @throws ProblemException when an operation is open on this source */
    void requireNoOperation(UUID id, String name) {
        tables.sources().operation(id).ifPresent(open -> {
            throw new ProblemException(
                    ProblemCode.OPERATION_OPEN,
                    "The source %s has an open operation, %s. Wait for it, or cancel it; GET %s/operations/%s shows how far it is."
                            .formatted(name, open, Problems.PATH, open),
                    Map.of("operation", open.toString()));
        });
    }

    private void requireNoOpenJob(Stored source, String then) {
        tables.jobs().openOf(source.id()).ifPresent(open -> {
            throw openJob(source.settings().name(), open, then);
        });
    }

    static ProblemException openJob(String source, Jobs.Job open, String then) {
        return new ProblemException(
                ProblemCode.JOB_OPEN,
                "The source %s has an open job, %s (%s). Wait for it, or abort it. %s"
                        .formatted(source, open.id(), open.status(), then)
                        .strip(),
                Map.of("job", open.id().toString()));
    }

    private static ProblemException exists(Stored same, String then) {
        return new ProblemException(
                ProblemCode.SOURCE_EXISTS,
                "There already is a Harvest Source for this URL (& config): %s (%s). %s"
                        .formatted(
                                same.settings().name(),
                                Secrets.hidden(same.settings().url()),
                                then),
                Map.of("source", same.settings().name()));
    }

    private ProblemException taken(Settings wanted) {
        var other = tables.sources().find(wanted.name());
        return new ProblemException(
                ProblemCode.NAME_TAKEN,
                "The name %s is taken by the source at %s; the one asked for is at %s. Choose another name."
                        .formatted(
                                wanted.name(),
                                other.map(source -> Secrets.hidden(
                                                        source.settings().url())
                                                .toString())
                                        .orElse("another address"),
                                Secrets.hidden(wanted.url())),
                Map.of("source", wanted.name()));
    }

    /** True when the source will be asked for other documents than those that are held. */
    private static boolean asksOtherwise(Settings before, Settings after) {
        return !before.url().equals(after.url())
                || !before.type().equals(after.type())
                || changed(before.config(), after.config()).stream()
                        .anyMatch(key -> !ReadingOptions.KEYS.contains(key));
    }

    /** True when the same documents will give other datasets. */
    private static boolean readsOtherwise(Settings before, Settings after) {
        return !before.config().equals(after.config())
                || (!before.title().equals(after.title())
                        && after.config().json().contains("{harvest_source_title}"));
    }

    private static Set<String> changed(SourceConfig before, SourceConfig after) {
        var old = before.tree();
        var now = after.tree();
        var keys = new TreeSet<String>();
        keys.addAll(old.propertyNames());
        keys.addAll(now.propertyNames());
        keys.removeIf(key -> old.path(key).equals(now.path(key)));
        return keys;
    }

    /** True when this source takes no jobs: it is switched off, or deleted. */
    boolean inactive(UUID id) {
        return !tables.sources().active(id);
    }
}
