package org.garner.control.rest;

import java.util.List;
import java.util.Locale;
import org.garner.catalog.store.PackageIndex;
import org.garner.control.rest.JobViews.JobView;
import org.garner.control.rest.StatusJson.Kind;
import org.garner.control.rest.StatusJson.PartState;
import org.garner.control.rest.StatusJson.SafeToRestart;
import org.garner.harvest.Stage;
import org.garner.ledger.ControlLease;
import org.garner.ledger.Jobs;
import org.garner.ledger.LivenessSettings;
import org.garner.ledger.Orders;
import org.garner.ledger.Workers;
import org.garner.ledger.Workers.Worker;
import org.jspecify.annotations.Nullable;

/** Looks at everything once: a handful of queries, however much is going on. */
class StatusView {
    private static final int JOBS = 50;
    private static final int FAILURES = 5;

    private final Tables tables;
    private final JobViews views;
    private final Parts parts;
    private final LivenessSettings liveness;

    /** The tables that it looks at. */
    record Tables(Jobs jobs, Orders orders, Workers workers, ControlLease lease, PackageIndex index) {}

    StatusView(Tables tables, JobViews views, Parts parts, LivenessSettings liveness) {
        this.tables = tables;
        this.views = views;
        this.parts = parts;
        this.liveness = liveness;
    }

    StatusJson look() {
        var open = tables.jobs().open();
        var workers = tables.workers().list(liveness.deadAfter());
        var leader = leader();
        var states = parts.look();
        return new StatusJson(
                safe(open.size(), workers, leader, states),
                states,
                leader,
                kinds(workers),
                open.size(),
                views.ofJobs(open.subList(0, Math.min(JOBS, open.size()))).stream()
                        .map(StatusView::job)
                        .toList(),
                tables.orders().backlog().stream()
                        .map(each -> new StatusJson.Backlog(each.stage().word(), each.objects(), each.oldestSeconds()))
                        .toList(),
                index(),
                failures());
    }

    /** Restarting loses nothing as long as the database takes writes: all that is under way is written there, and repeated from there. */
    private static SafeToRestart safe(
            int jobs, List<Worker> workers, StatusJson.@Nullable Leader leader, List<PartState> parts) {
        var database = parts.stream()
                .filter(part -> part.name().equals(StatusConfiguration.DATABASE) && part.problem() != null)
                .findFirst();
        if (database.isPresent()) {
            return new SafeToRestart(
                    false,
                    "No: the database cannot be written (%s), so a worker could not give back what it has. Mend the database first."
                            .formatted(database.get().problem()));
        }
        var reason = new StringBuilder("Yes: a restart loses nothing.");
        var orders = workers.stream().mapToInt(Worker::orders).sum();
        var objects = workers.stream().mapToInt(Worker::objects).sum();
        reason.append(
                jobs == 0
                        ? " No job is open."
                        : " Open jobs: %d; they go on by themselves. In the workers' hands: %d orders with %d records; what a worker does not finish while it stops is given back and done again."
                                .formatted(jobs, orders, objects));
        var dead = workers.stream()
                .filter(worker -> !worker.alive() && worker.orders() > 0)
                .count();
        if (dead > 0) {
            reason.append(" Dead workers: %d; their orders go to others.".formatted(dead));
        }
        if (leader == null || !leader.alive()) {
            reason.append(" No control process leads at present, so nothing is dealt out until one does.");
        }
        parts.stream()
                .filter(part -> part.problem() != null)
                .forEach(part -> reason.append(
                        " Mind that %s is down: work that needs it waits until it is back.".formatted(part.name())));
        return new SafeToRestart(true, reason.toString());
    }

    private StatusJson.@Nullable Leader leader() {
        return tables.lease()
                .leader()
                .map(leader -> new StatusJson.Leader(
                        leader.holder(),
                        leader.epoch(),
                        leader.beat(),
                        leader.alive(),
                        tables.lease().isHeldBy(leader)))
                .orElse(null);
    }

    private static List<Kind> kinds(List<Worker> workers) {
        return java.util.Arrays.stream(Stage.values())
                .map(stage -> kind(
                        stage.word().toLowerCase(Locale.ROOT),
                        workers.stream()
                                .filter(worker -> worker.self().room().equals(stage.word()))
                                .toList()))
                .toList();
    }

    private static Kind kind(String word, List<Worker> workers) {
        var alive = workers.stream().filter(Worker::alive).toList();
        var draining = (int) alive.stream().filter(Worker::draining).count();
        return new Kind(
                word,
                alive.size() - draining,
                draining,
                workers.size() - alive.size(),
                workers.stream().mapToInt(Worker::orders).sum(),
                workers.stream().mapToInt(Worker::objects).sum());
    }

    private static StatusJson.OpenJob job(JobView view) {
        var json = JobJson.of(view);
        return new StatusJson.OpenJob(
                json.id(),
                json.source().name(),
                json.status(),
                json.phase(),
                json.started(),
                view.progress().heartbeat(),
                json.counts().gathered(),
                json.counts().open());
    }

    private StatusJson.Index index() {
        var drift = tables.index().drift(tables.index().serving());
        return new StatusJson.Index(
                drift.pending(), drift.refused(), drift.lag().toMillis() / 1000.0);
    }

    private List<StatusJson.Failure> failures() {
        return views
                .ofJobs(tables.jobs().list(new Jobs.Filter(null, null, "failed", null, null), null, FAILURES))
                .stream()
                .map(view -> new StatusJson.Failure(
                        view.job().id(),
                        view.source().name(),
                        view.job().finished(),
                        view.job().reason()))
                .toList();
    }
}
