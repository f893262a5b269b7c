package org.garner.control;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.garner.harvest.Cursor;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.ListingPage;
import org.garner.harvest.Outcome;
import org.garner.harvest.Stage;
import org.garner.harvest.TimeOrderedIds;
import org.garner.harvest.order.Order;
import org.garner.ledger.Documents;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestLog;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestObjects.Ended;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.HarvestRecords.Held;
import org.garner.ledger.JobLog;
import org.garner.ledger.JobLogSettings;
import org.garner.ledger.JobProgress;
import org.garner.ledger.Jobs;
import org.garner.ledger.OrderLeases;
import org.garner.ledger.Orders;
import org.garner.ledger.Orders.Tally;
import org.garner.ledger.StaleTicketException;
import org.garner.ledger.Work;
import org.garner.ledger.Workers;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A worker of all stages, as far as the ledger sees one: it accepts orders and writes what the workers write, in their order, with the guard last. It can
 * stop in the middle of a transaction, just before the guard, for as long as a test says.
 */
final class WorkerProcess implements AutoCloseable {
    private static final int PAGE = 3;

    final String id;
    private final WrittenSource written;
    private final TransactionTemplate transaction;
    private final Jobs jobs;
    private final JobProgress progress;
    private final HarvestObjects objects;
    private final HarvestRecords records;
    private final HarvestErrors errors;
    private final Documents documents;
    private final Orders orders;
    private final OrderLeases leases;
    private final Workers workers;
    private final Work work;
    private final ExecutorService thread;
    /** What it holds, whether it is still believed to live or not. */
    private final List<Order> hand = new CopyOnWriteArrayList<>();

    private volatile @Nullable CountDownLatch gate;
    private @Nullable Future<?> busy;

    /** What the sources serve, and how datasets are stored. */
    record WrittenSource(Function<UUID, List<String>> names, DatasetRows datasets) {}

    /** Brings these records of a source into the catalogue; returns their datasets. */
    @FunctionalInterface
    interface DatasetRows {
        List<UUID> put(UUID source, List<String> guids);
    }

    WorkerProcess(String id, DataSource database, WrittenSource written) {
        this.id = id;
        this.written = written;
        var jdbc = JdbcClient.create(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        jobs = new Jobs(jdbc);
        progress = new JobProgress(jdbc);
        objects = new HarvestObjects(jdbc);
        records = new HarvestRecords(jdbc);
        errors = new HarvestErrors(
                jdbc, new JobLog(new HarvestLog(jdbc), new JobLogSettings(HarvestLog.Level.INFO, 1000), "test"));
        documents = new Documents(jdbc);
        orders = new Orders(jdbc);
        leases = new OrderLeases(jdbc);
        workers = new Workers(jdbc);
        work = new Work(jdbc);
        thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(id).factory());
        workers.beat(new Workers.Self(id, "import", 1, "test"), false);
    }

    /** Takes those of these orders that are free. */
    void accept(Collection<UUID> ids) {
        settle();
        hand.addAll(orders.accept(ids, id));
    }

    boolean idle() {
        return hand.isEmpty();
    }

    /** Does all that it holds. */
    void workAll(Random random) {
        while (!hand.isEmpty()) {
            work(random, false);
        }
    }

    /** Does one order; when it is slow, it stops before the guard until its next step. */
    void work(Random random, boolean slow) {
        settle();
        if (hand.isEmpty()) {
            return;
        }
        var order = hand.remove(random.nextInt(hand.size()));
        var chance = new Random(random.nextLong());
        var stop = slow ? new CountDownLatch(1) : null;
        gate = stop;
        var task = thread.submit(() -> perform(order, chance, stop));
        busy = task;
        if (!slow) {
            await(task);
        }
    }

    void fail(Random random) {
        settle();
        if (!hand.isEmpty()) {
            leases.fail(hand.remove(random.nextInt(hand.size())), id, "the test said so");
        }
    }

    void giveBack() {
        settle();
        hand.clear();
        leases.giveBack(id);
    }

    /** Lets a transaction that stands before its guard go on, and waits for its end. */
    void settle() {
        var waits = gate;
        if (waits != null) {
            waits.countDown();
            gate = null;
        }
        if (busy != null) {
            await(busy);
            busy = null;
        }
    }

    private void await(Future<?> task) {
        try {
            task.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("The worker %s broke: %s".formatted(id, e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("A transaction of the worker %s waits for 10 s".formatted(id), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void perform(Order order, Random random, @Nullable CountDownLatch stop) {
        try {
            switch (order.stage()) {
                case GATHER -> gather(order, random, stop);
                case FETCH -> fetch(order, random, stop);
                case IMPORT -> importAll(order, random, stop);
            }
        } catch (StaleTicketException e) {
            // The order is another's by now, or the job has ended: nothing of it is committed.
        } catch (TransientDataAccessException e) {
            // As the loop of workers does after trouble that is not the order's.
            leases.release(order, id);
        }
    }

    /** Objects are ended in the name of a worker and of the epoch that its order was written for. */
    private String name(Order order) {
        return id + " epoch " + order.ticket().epoch();
    }

    private void commit(Order order, @Nullable CountDownLatch stop, Runnable writes) {
        transaction.executeWithoutResult(status -> {
            writes.run();
            pause(stop);
            jobs.guard(order.ticket());
        });
    }

    private static void pause(@Nullable CountDownLatch stop) {
        try {
            if (stop != null && !stop.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody let the transaction go on");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A page after the other, until the listing has ended one way or another. */
    private void gather(Order order, Random random, @Nullable CountDownLatch stop) {
        var now = progress.find(order.ticket().job())
                .filter(p -> order.id().equals(p.gatherOrder()) && p.listing())
                .orElseThrow(() -> new StaleTicketException(order.ticket()));
        if (random.nextInt(10) == 0) {
            commit(order, stop, () -> {
                errors.addGather(
                        order.ticket(), List.of(new HarvestFailure.NotStored("The test could not list the source.")));
                progress.giveUpListing(order.ticket(), order.id());
                orders.end(order, id, Tally.NONE);
            });
            return;
        }
        var mode = jobs.find(order.ticket().job()).orElseThrow().mode();
        var all = written.names().apply(order.source());
        var from = now.cursor().value().isEmpty()
                ? 0
                : Math.min(all.size(), Integer.parseInt(now.cursor().value()));
        var to = random.nextInt(3) == 0 ? Math.min(all.size(), from + PAGE) : all.size();
        var next = to < all.size() ? new Cursor(String.valueOf(to)) : null;
        var page = listed(order, all.subList(from, to), mode.readsAnew(), random);
        commit(order, stop, () -> turn(order, now.cursor(), page, next, mode.namesRecords(), random.nextInt(8) == 0));
        if (next != null) {
            gather(order, random, null);
        }
    }

    private void turn(
            Order order,
            Cursor at,
            List<HarvestObjects.Listed> page,
            @Nullable Cursor next,
            boolean named,
            boolean partial) {
        var added = objects.addListed(order.ticket(), order.source(), page);
        var unchanged = page.stream()
                .filter(o -> o.unchanged() && added.contains(o.id()))
                .count();
        var turned = named
                ? progress.turnNamedPage(order.ticket(), order.id(), at, next, "test", added.size())
                : progress.turnPage(
                        order.ticket(),
                        order.id(),
                        at,
                        new ListingPage(List.of(), next, partial, List.of(), null, "test"),
                        added.size(),
                        page.size() - added.size(),
                        unchanged);
        if (!turned) {
            throw new StaleTicketException(order.ticket());
        }
        if (next == null) {
            orders.end(order, id, Tally.NONE);
        }
    }

    private List<HarvestObjects.Listed> listed(Order order, List<String> guids, boolean anew, Random random) {
        var held = records.held(order.source(), guids);
        return guids.stream()
                .map(guid -> {
                    var known = held.get(guid);
                    var same = !anew && known != null && !known.withdrawn() && random.nextInt(3) > 0 ? known : null;
                    return new HarvestObjects.Listed(
                            TimeOrderedIds.next(),
                            guid,
                            order.host(),
                            null,
                            null,
                            null,
                            same == null ? null : same.packageId(),
                            same != null);
                })
                .toList();
    }

    private void fetch(Order order, Random random, @Nullable CountDownLatch stop) {
        var open = work.toFetch(order);
        var arrived = new ArrayList<HarvestObjects.Arrived>();
        var ended = new ArrayList<Ended>();
        var packed = new ArrayList<Documents.Packed>();
        for (var each : open) {
            if (random.nextInt(12) == 0) {
                ended.add(new Ended(each.id(), Outcome.ERRORED, null));
            } else {
                var document = Documents.Packed.of((each.guid() + random.nextInt(3)).getBytes(StandardCharsets.UTF_8));
                packed.add(document);
                arrived.add(new HarvestObjects.Arrived(each.id(), document.hash(), null));
            }
        }
        commit(order, stop, () -> {
            documents.put(packed);
            objects.arrived(order, arrived);
            var mine = objects.end(order, ended, name(order));
            orders.end(order, id, new Tally(0, 0, 0, mine.size()));
        });
    }

    private void importAll(Order order, Random random, @Nullable CountDownLatch stop) {
        var open = work.toImport(order);
        var ended = open.stream()
                .map(each -> new Ended(
                        each.id(),
                        random.nextInt(10) == 0
                                ? Outcome.ERRORED
                                : each.held() == null ? Outcome.ADDED : Outcome.UPDATED,
                        null))
                .toList();
        var plans = jobs.find(order.ticket().job()).orElseThrow().mode().onlyPlans();
        commit(order, stop, () -> {
            var mine = objects.end(order, ended, name(order));
            var made = new ArrayList<org.garner.ledger.Work.ToImport>();
            for (int i = 0; i < open.size(); i++) {
                if (mine.contains(open.get(i).id()) && ended.get(i).outcome() != Outcome.ERRORED) {
                    made.add(open.get(i));
                }
            }
            if (!plans) {
                keep(order, made);
            }
            orders.end(order, id, new Tally(made.size(), 0, 0, mine.size() - made.size()));
        });
    }

    private void keep(Order order, List<Work.ToImport> made) {
        var datasets = written.datasets()
                .put(order.source(), made.stream().map(Work.ToImport::guid).toList());
        var packages = new HashMap<UUID, UUID>();
        var held = new ArrayList<Held>();
        for (int i = 0; i < made.size(); i++) {
            var each = made.get(i);
            packages.put(each.id(), datasets.get(i));
            held.add(new Held(
                    each.guid(),
                    datasets.get(i),
                    each.documentHash(),
                    each.documentHash(),
                    1,
                    1,
                    null,
                    null,
                    null,
                    null,
                    false));
        }
        objects.madeDatasets(order.ticket(), packages);
        records.keep(order.source(), held);
    }

    /** The stages in which it has work, for stories. */
    List<Stage> holds() {
        return hand.stream().map(Order::stage).toList();
    }

    @Override
    public void close() {
        settle();
        thread.shutdownNow();
    }
}
