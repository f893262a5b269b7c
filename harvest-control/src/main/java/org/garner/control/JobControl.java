package org.garner.control;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.InvalidConfigException;
import org.garner.harvest.Outcome;
import org.garner.harvest.SourceConfig;
import org.garner.harvesters.Harvesters;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.JobProgress;
import org.garner.ledger.JobProgress.Progress;
import org.garner.ledger.Jobs;
import org.garner.ledger.Jobs.Job;
import org.garner.ledger.Orders;
import org.garner.ledger.Sources;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/** What operators can do with sources and jobs; every control process answers, whether it leads or not. */
class JobControl {
    private final Ledger ledger;
    private final Harvesters harvesters;
    private final Publishing publishing;
    private final TransactionTemplate transaction;
    private final Runnable wake;

    /** The tables that job control reads and writes. */
    record Ledger(
            Sources sources,
            Jobs jobs,
            JobProgress progress,
            HarvestErrors errors,
            HarvestRecords records,
            Orders orders) {}

    /** Makes sure that a publisher exists. */
    @FunctionalInterface
    interface Publishing {
        /** @return the publisher's name, by which sources refer to it */
        String ensure(String idNameOrTitle);
    }

    /** A job with what moves. */
    record JobView(
            Job job, HarvestSource source, Progress progress, Map<Outcome, Long> counts, long fetched, long errors) {}

    /** A source, and whether this call made it. */
    record SourceMade(HarvestSource source, boolean made) {}

    JobControl(
            Ledger ledger,
            Harvesters harvesters,
            Publishing publishing,
            TransactionTemplate transaction,
            Runnable wake) {
        this.ledger = ledger;
        this.harvesters = harvesters;
        this.publishing = publishing;
        this.transaction = transaction;
        this.wake = wake;
    }

    /** Makes a source, or finds the one with this type, address and configuration. */
    SourceMade makeSource(
            URI url,
            HarvesterType type,
            @Nullable String name,
            @Nullable String title,
            @Nullable String publisher,
            SourceConfig config) {
        check(url, type, config);
        var same = ledger.sources().same(type, url, config);
        if (same.isPresent()) {
            if (name != null && !name.equals(same.get().name())) {
                throw new Conflict(
                        "The source %s has this type, URL and configuration already (%s). Use its name, or leave the name out."
                                .formatted(same.get().name(), same.get().url()),
                        Map.of("source", same.get().name()));
            }
            return new SourceMade(same.get(), false);
        }
        var wanted = name == null ? SourceNames.of(url) : name;
        if (!SourceNames.valid(wanted)) {
            throw new BadRequest("A source's name has 2 to 100 of a-z, 0-9, - and _, but was '%s'.".formatted(wanted));
        }
        return transaction.execute(status -> {
            var owner = publisher == null ? null : publishing.ensure(publisher);
            var made = ledger.sources().add(wanted, url, title == null ? wanted : title, type, config, owner);
            for (int i = 2; made.isEmpty() && name == null && i < 100; i++) {
                var next = wanted + "-" + i;
                made = ledger.sources().add(next, url, title == null ? next : title, type, config, owner);
            }
            return new SourceMade(made.orElseThrow(() -> taken(wanted, url)), true);
        });
    }

    private Conflict taken(String name, URI url) {
        var other = ledger.sources().named(name);
        return new Conflict(
                "The name %s is taken by the source at %s; the one asked for is at %s. Choose another name."
                        .formatted(
                                name,
                                other.map(source -> source.url().toString()).orElse("another address"),
                                url),
                Map.of("source", name));
    }

    private void check(URI url, HarvesterType type, SourceConfig config) {
        if (url.getHost() == null || !List.of("http", "https").contains(String.valueOf(url.getScheme()))) {
            throw new BadRequest(
                    "A source's URL begins with http:// or https:// and a host, but was '%s'.".formatted(url));
        }
        try {
            harvesters.byType(type).check(config);
        } catch (InvalidConfigException | IllegalArgumentException e) {
            throw new BadRequest(String.valueOf(e.getMessage()));
        }
    }

    List<HarvestSource> sources(String after, int limit) {
        return ledger.sources().list(after, limit);
    }

    HarvestSource source(String idNameOrUrl) {
        return ledger.sources()
                .named(idNameOrUrl)
                .orElseThrow(() -> new NotFound("There is no source '%s'.".formatted(idNameOrUrl)));
    }

    /** Starts a job; it runs as soon as the leader sees it. */
    JobView start(String source, String mode, String trigger) {
        var found = source(source);
        var id = transaction.execute(status -> ledger.jobs().add(found.id(), mode, trigger));
        if (id.isEmpty()) {
            throw ledger.jobs()
                    .openOf(found.id())
                    .map(open -> new Conflict(
                            "The source %s has an open job, %s (%s). Wait for it, or abort it."
                                    .formatted(found.name(), open.id(), open.status()),
                            Map.of("job", open.id().toString())))
                    .orElseGet(() -> new Conflict(
                            "The source %s had an open job a moment ago. Try again.".formatted(found.name()),
                            Map.of()));
        }
        wake.run();
        return job(id.get());
    }

    JobView job(UUID id) {
        return view(ledger.jobs().find(id).orElseThrow(() -> new NotFound("There is no job '%s'.".formatted(id))));
    }

    List<JobView> jobs(@Nullable String source, @Nullable UUID before, int limit) {
        var of = source == null ? null : source(source).id();
        return ledger.jobs().list(of, before, limit).stream().map(this::view).toList();
    }

    /** Ends an open job. From the return on, nothing of it is committed. */
    JobView abort(UUID id, String by) {
        var job = job(id);
        if (!ledger.jobs().abort(id, by, "aborted by an operator")) {
            throw new Conflict(
                    "The job %s has ended already (%s)."
                            .formatted(id, job(id).job().outcome()),
                    Map.of("job", id.toString()));
        }
        wake.run();
        return job(job.job().id());
    }

    /** Runs an aborted job again, from where it stood. */
    JobView resume(UUID id) {
        job(id);
        boolean resumed;
        try {
            resumed = ledger.jobs().resume(id);
        } catch (DuplicateKeyException e) {
            resumed = false;
        }
        if (!resumed) {
            throw new Conflict(
                    "The job %s cannot be resumed: only the newest job of a source can, after it was aborted. Start a new one."
                            .formatted(id),
                    Map.of("job", id.toString()));
        }
        wake.run();
        return job(id);
    }

    List<HarvestErrors.Row> errors(UUID job, String after, int limit) {
        job(job);
        return ledger.errors().list(job, after, limit);
    }

    /** What a held job would withdraw. */
    List<HarvestRecords.Held> held(UUID job, String after, int limit) {
        var view = job(job);
        return view.progress().held() == 0
                ? List.of()
                : ledger.records().missing(view.source().id(), job, after, limit);
    }

    private JobView view(Job job) {
        var progress = ledger.progress().find(job.id()).orElseThrow();
        var source = ledger.sources().byId(job.source()).orElseThrow();
        return new JobView(
                job,
                source,
                progress,
                counts(job, progress),
                ledger.orders().fetched(job.id()),
                ledger.errors().count(job.id()));
    }

    /** The final counts of a job that has ended; while it runs, what its listing and its orders say. */
    private Map<Outcome, Long> counts(Job job, Progress progress) {
        if (progress.settled()) {
            return Map.of(
                    Outcome.ADDED, progress.added(),
                    Outcome.UPDATED, progress.updated(),
                    Outcome.UNCHANGED, progress.unchanged(),
                    Outcome.DELETED, progress.deleted(),
                    Outcome.ERRORED, progress.errored(),
                    Outcome.CANCELLED, progress.cancelled());
        }
        var tally = Optional.ofNullable(
                        ledger.orders().tallies(List.of(job.id())).get(job.id()))
                .orElse(Orders.Tally.NONE);
        return Map.of(
                Outcome.ADDED, (long) tally.added(),
                Outcome.UPDATED, (long) tally.updated(),
                Outcome.UNCHANGED, progress.unchanged() + tally.unchanged(),
                Outcome.ERRORED, (long) tally.errored());
    }

    /** What was asked for is not there. */
    static class NotFound extends RuntimeException {
        NotFound(String message) {
            super(message);
        }
    }

    /** What was asked for makes no sense. */
    static class BadRequest extends RuntimeException {
        BadRequest(String message) {
            super(message);
        }
    }

    /** What was asked for cannot be done in the present state. */
    static class Conflict extends RuntimeException {
        private final transient Map<String, Object> members;

        Conflict(String message, Map<String, Object> members) {
            super(message);
            this.members = members;
        }

        Map<String, Object> members() {
            return members;
        }
    }
}
