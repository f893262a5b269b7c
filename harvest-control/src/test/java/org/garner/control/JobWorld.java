package org.garner.control;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.garner.embedded.TestPostgres;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.JobMode;
import org.garner.harvest.Presence;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.order.Order;
import org.garner.harvest.order.OrderSender;
import org.garner.harvest.order.Topics;
import org.garner.ledger.Holds;
import org.garner.ledger.Jobs;
import org.garner.ledger.Jobs.Job;
import org.garner.ledger.Operations;
import org.garner.ledger.Operations.Asked;
import org.garner.ledger.Operations.Kind;
import org.garner.ledger.Operations.State;
import org.garner.ledger.Sources;
import org.garner.ledger.WorkQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Two controls and two workers on one database, two sources, and an operator; messages are lost, come twice, and come late. Each step of a story happens
 * here; what the steps do to jobs is looked at by {@link JobAudit}.
 */
final class JobWorld implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(40);

    private final TestPostgres postgres;
    private final DataSource database;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Jobs jobs;
    private final Holds holds;
    private final Sources sources;
    private final Operations operations;
    private final WorkQueue queue;
    private final Network network = new Network();
    private final String story;
    private final List<ControlProcess> controls = new ArrayList<>();
    private final List<WorkerProcess> workers = new ArrayList<>();
    /** Workers that are believed dead and still hold orders. */
    private final List<WorkerProcess> sleepers = new ArrayList<>();

    private final List<HarvestSource> mine = new ArrayList<>();
    private final Map<UUID, List<String>> names = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
    private CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);
    private int born;

    JobWorld(TestPostgres postgres, DataSource database, String story) {
        this.postgres = postgres;
        this.database = database;
        this.story = story;
        jdbc = JdbcClient.create(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        jobs = new Jobs(jdbc);
        holds = new Holds(jdbc);
        sources = new Sources(jdbc);
        operations = new Operations(jdbc);
        queue = new WorkQueue(jdbc);
        silence();
        for (int i = 0; i < 2; i++) {
            mine.add(source("%s-%d".formatted(story, i)));
            controls.add(control());
            workers.add(worker());
        }
    }

    private HarvestSource source(String name) {
        var source = sources.add(
                        name,
                        URI.create("https://%s.example/".formatted(name)),
                        name,
                        AskedSource.TYPE,
                        SourceConfig.NONE,
                        null)
                .orElseThrow();
        names.put(source.id(), new CopyOnWriteArrayList<>(List.of("a", "b", "c", "d", "e")));
        return source;
    }

    private ControlProcess control() {
        return new ControlProcess(
                postgres,
                new AskedSource(2, missing -> Presence.GONE),
                network,
                (who, e) -> troubles.add("%s met %s".formatted(who, e)));
    }

    private WorkerProcess worker() {
        return new WorkerProcess(
                "%s-worker-%d".formatted(story, born++),
                database,
                new WorkerProcess.WrittenSource(
                        source -> List.copyOf(names.getOrDefault(source, List.of())), this::datasets));
    }

    /** Orders whose messages are on their way. A message that never arrives leaves its order to be found in the table. */
    private static final class Network extends OrderSender {
        private final ConcurrentLinkedQueue<UUID> messages = new ConcurrentLinkedQueue<>();

        Network() {
            super(
                    new KafkaTemplate<>(() -> {
                        throw new UnsupportedOperationException("Messages stay in this JVM");
                    }),
                    new Topics("test"));
        }

        @Override
        public List<UUID> send(List<Order> orders) {
            var ids = orders.stream().map(Order::id).toList();
            messages.addAll(ids);
            return ids;
        }

        /** All messages so far: they come again and again, in any order. */
        List<UUID> all() {
            return List.copyOf(messages);
        }
    }

    /** One step of a story. */
    void step(Story.Step step) {
        var random = new Random(step.salt());
        var source = mine.get(random.nextInt(3) == 0 ? 1 : 0);
        var control = controls.get(random.nextInt(2));
        var worker = workers.get(random.nextInt(2));
        switch (step.kind()) {
            case ADD -> add(source, random);
            case DUE -> transaction.executeWithoutResult(status -> jobs.addDue(ids()));
            case ROUND -> control.round(PATIENCE);
            case BOTH -> controls.forEach(each -> each.round(Duration.ZERO));
            case ACCEPT -> worker.accept(some(network.all(), random));
            case WORK -> worker.work(random, false);
            case SLOW -> worker.work(random, true);
            case WORK_ALL -> workAll(random);
            case FAIL -> worker.fail(random);
            case GIVE_BACK -> worker.giveBack();
            case WORKER_DIES -> dies(worker);
            case SLEEPER_WAKES -> wake(random);
            case QUIET -> quiet(Duration.ofMillis(80));
            case CHANGE -> change(source, random);
            case ABORT -> any(random).ifPresent(job -> jobs.abort(job.id(), "test", "the test aborted it"));
            case SQL ->
                any(random)
                        .ifPresent(job -> jdbc.sql("update harvest_job set status = 'Finished' where id = :job")
                                .param("job", job.id())
                                .update());
            case PURGE ->
                jobs.abortAll(
                        queue.of(random.nextBoolean() ? source.id() : null).stream()
                                .map(WorkQueue.Queued::job)
                                .toList(),
                        Jobs.By.somebody("test"),
                        "the test purged the queue");
            case RESUME -> any(random).ifPresent(job -> asks(() -> unlessOpen(() -> jobs.resume(job.id()))));
            case APPROVE -> any(random).ifPresent(job -> asks(() -> approve(job.id())));
            case REJECT -> any(random).ifPresent(job -> reject(job));
            case PAUSE -> active(source, false);
            case ACTIVATE -> mine.forEach(each -> active(each, true));
            case OPERATION -> ask(source, random);
            case CANCEL_OPERATION -> cancel(source);
            case OPERATE -> control.operate(PATIENCE);
            case RETAIN -> control.retain(PATIENCE);
            case LEAD_PASSES -> {
                silence();
                control.round(PATIENCE);
            }
            case CONTROL_DIES -> controlDies(control);
            case STANDSTILL -> control.later(Duration.ofMinutes(40));
        }
    }

    private List<UUID> ids() {
        return mine.stream().map(HarvestSource::id).toList();
    }

    private void add(HarvestSource source, Random random) {
        var modes = JobMode.values();
        var mode = random.nextInt(3) > 0 ? JobMode.INCREMENTAL : modes[random.nextInt(modes.length)];
        jobs.add(source.id(), mode, mode == JobMode.RECORD ? List.of("a") : List.of(), new Jobs.By("test", null));
    }

    private static List<UUID> some(List<UUID> all, Random random) {
        return all.stream().filter(id -> random.nextInt(4) > 0).toList();
    }

    /** One of the newest jobs, in whatever state. */
    private java.util.Optional<Job> any(Random random) {
        var list = mine.stream()
                .flatMap(source -> jobs.list(new Jobs.Filter(source.id(), null, null, null, null), null, 2).stream())
                .toList();
        return list.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(list.get(random.nextInt(list.size())));
    }

    /** An operator who waits for a row that a slow worker holds does not hold up the story. */
    private void asks(Runnable wish) {
        if (asked.isDone()) {
            asked = CompletableFuture.runAsync(
                    wish, task -> Thread.ofPlatform().daemon().start(task));
        }
        try {
            asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // It goes on beside the steps that follow.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            troubles.add("an operator met " + e.getCause());
        }
    }

    private static void unlessOpen(BooleanSupplier work) {
        try {
            var unused = work.getAsBoolean();
        } catch (DuplicateKeyException e) {
            // The source has an open job: refused, as by the endpoint.
        }
    }

    private void approve(UUID job) {
        unlessOpen(() -> decided(() -> holds.decide(job, "approved", "test", null) && jobs.reopenHeld(job)));
    }

    private void reject(Job job) {
        decided(() -> "held".equals(job.outcome())
                && jobs.openOf(job.source()).isEmpty()
                && jobs.lastToList(job.id())
                && holds.decide(job.id(), "rejected", "test", null));
    }

    private boolean decided(BooleanSupplier work) {
        return Boolean.TRUE.equals(transaction.<Boolean>execute(status -> {
            var done = work.getAsBoolean();
            if (!done) {
                status.setRollbackOnly();
            }
            return done;
        }));
    }

    private void active(HarvestSource source, boolean active) {
        jdbc.sql("update harvest_source set active = :active where id = :id and deleted is null")
                .param("active", active)
                .param("id", source.id())
                .update();
    }

    /** As the endpoint does, aborting an open job or refused by it. */
    private void ask(HarvestSource source, Random random) {
        var kind = random.nextInt(6) == 0 ? Kind.DELETE_SOURCE : random.nextBoolean() ? Kind.CLEAR : Kind.CLEAR_HISTORY;
        var abort = random.nextBoolean();
        var keep = random.nextBoolean();
        transaction.executeWithoutResult(status -> {
            var locked = sources.lock(source.id());
            var open = jobs.openOf(source.id());
            if (locked.deleted() || sources.operation(source.id()).isPresent() || (open.isPresent() && !abort)) {
                return;
            }
            open.ifPresent(job -> jobs.abort(job.id(), "test", "aborted for an operation"));
            sources.occupy(
                    source.id(),
                    operations.add(source.id(), new Asked(kind, keep, "test")).id());
        });
    }

    private void cancel(HarvestSource source) {
        sources.operation(source.id())
                .ifPresent(id -> transaction.executeWithoutResult(status -> {
                    if (operations.end(id, State.CANCELLED, "the test cancelled it")) {
                        sources.vacate(source.id());
                    }
                }));
    }

    private void change(HarvestSource source, Random random) {
        names.put(
                source.id(),
                new CopyOnWriteArrayList<>(
                        switch (random.nextInt(4)) {
                            case 0 -> List.of("a");
                            case 1 -> List.of();
                            case 2 -> List.of("a", "b", "c", "d", "f", "g");
                            default -> List.of("a", "b", "c", "d", "e");
                        }));
    }

    private List<UUID> datasets(UUID source, List<String> guids) {
        var ids = guids.stream()
                .map(guid -> UUID.nameUUIDFromBytes((source + guid).getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .toList();
        jdbc.sql("""
            insert into package (id, name, title, metadata_created, metadata_modified, harvest_source_id, guid, dataset, revision)
            select p.id::uuid, 'name-' || p.id, p.guid, now(), now(), :source, p.guid, '{}', nextval('package_revision')
              from unnest(:ids::text[], :guids::text[]) as p (id, guid)
            on conflict (id) do update set state = 'active', withdrawn_by = null
            """)
                .param("source", source)
                .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
                .param("guids", guids.toArray(String[]::new))
                .update();
        return ids;
    }

    private void workAll(Random random) {
        for (var worker : workers) {
            worker.accept(network.all());
            worker.workAll(random);
        }
    }

    private void dies(WorkerProcess worker) {
        worker.settle();
        jdbc.sql("update harvest_worker set beat = now() - interval '1 hour' where id = :id")
                .param("id", worker.id)
                .update();
        sleepers.add(worker);
        workers.set(workers.indexOf(worker), worker());
    }

    /** A worker that was believed dead goes on with what it held. */
    private void wake(Random random) {
        sleepers.forEach(sleeper -> sleeper.work(random, false));
    }

    /** The leader has not been heard of for long: another may take over. */
    private void silence() {
        jdbc.sql("update control_lease set beat = now() - interval '1 hour'").update();
    }

    private void controlDies(ControlProcess control) {
        control.close();
        controls.set(controls.indexOf(control), control());
    }

    /** Gives what runs beside the steps time to come to rest. */
    private void quiet(Duration most) {
        try {
            Thread.sleep(most);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the processes met that no process should meet. */
    @Nullable
    String trouble() {
        return troubles.poll();
    }

    /** Everybody lives and nobody is asked for anything: what is open comes to its end by itself. Returns what did not. */
    List<String> comeToRest(JobAudit audit, Duration patience) {
        workers.forEach(WorkerProcess::settle);
        sleepers.forEach(WorkerProcess::settle);
        silence();
        var random = new Random(0);
        var until = System.nanoTime() + patience.toNanos();
        var left = List.of("not looked at");
        while (!left.isEmpty() && System.nanoTime() < until) {
            controls.forEach(control -> control.round(PATIENCE));
            workAll(random);
            wake(random);
            controls.forEach(control -> control.operate(Duration.ofSeconds(2)));
            left = audit.unsettled();
        }
        return left;
    }

    @Override
    public void close() {
        workers.forEach(WorkerProcess::close);
        sleepers.forEach(WorkerProcess::close);
        controls.forEach(ControlProcess::close);
    }
}
