package org.garner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.JobTicket;
import org.garner.harvest.Stage;
import org.garner.harvest.TimeOrderedIds;
import org.garner.harvest.order.Order;
import org.garner.ledger.Workers.Self;
import org.garner.ledger.Workers.Wish;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessResourceFailureException;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class WorkerLoopTest {
    private static final Self SELF = new Self("worker-1", "import", 1, "here");

    private final LedgerDatabase database = new LedgerDatabase();
    private final HarvestSource source = database.source("coast");
    private final JobTicket ticket = database.running(source);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aWorkerThatStopsFinishesWhatItHasBegunAndGivesTheRestBackAtOnceWithoutCountingAnAttempt() throws Exception {
        var orders = List.of(order(), order(), order());
        var loop = loop(Duration.ofSeconds(20), 1, this::waitsThenEnds);
        loop.start();
        loop.receive(ids(orders));
        begun.await();
        var stopping = Thread.startVirtualThread(() -> {
            drain(loop);
            loop.stop();
        });
        while (database.leases.toSend(Duration.ofMinutes(1), 10).size() < 2) {
            Thread.sleep(10);
        }
        // Two of three are free while the first still runs.
        assertThat(stopping.isAlive()).isTrue();
        assertThat(database.workers.list(Duration.ofSeconds(30)))
                .singleElement()
                .satisfies(worker -> {
                    assertThat(worker.draining()).isTrue();
                    assertThat(worker.orders()).isEqualTo(1);
                });
        var free = database.leases.toSend(Duration.ofMinutes(1), 10);
        assertThat(database.orders.accept(ids(free), "other"))
                .hasSize(2)
                .extracting(Order::attempt)
                .containsOnly(1);
        mayEnd.countDown();
        stopping.join();
        assertThat(ended()).isEqualTo(1);
        assertThat(database.leases.broken(Duration.ofDays(1), 10))
                .as("only the other's orders are open, and it has not said that it lives")
                .extracting(OrderLeases.Broken::worker)
                .containsOnly("other");
        assertThat(database.workers.list(Duration.ofSeconds(30))).isEmpty();
    }

    @Test
    void whatDoesNotEndInTimeIsGivenBackToo() throws Exception {
        var order = order();
        var loop = loop(Duration.ofMillis(100), 1, this::waitsThenEnds);
        loop.start();
        loop.receive(List.of(order.id()));
        begun.await();
        loop.drain();
        assertThat(database.orders.accept(List.of(order.id()), "other")).containsExactly(order);
        loop.stop();
    }

    @Test
    void anErrorIsAnAttemptAndADatabaseThatIsAwayIsNone() throws Exception {
        var bad = order();
        var unlucky = order();
        var loop = loop(Duration.ofSeconds(1), 2, (order, worker, cancellation) -> {
            if (order.id().equals(bad.id())) {
                throw new StackOverflowError("a very deep record");
            }
            throw new DataAccessResourceFailureException("the connection is closed");
        });
        loop.start();
        loop.receive(ids(List.of(bad, unlucky)));
        while (database.leases.broken(Duration.ofDays(1), 10).isEmpty() || held() > 1) {
            Thread.sleep(10);
        }
        assertThat(database.leases.broken(Duration.ofDays(1), 10))
                .singleElement()
                .satisfies(broken -> {
                    assertThat(broken.order()).isEqualTo(bad);
                    assertThat(broken.failure()).contains("StackOverflowError", "a very deep record");
                });
        loop.stop();
        assertThat(database.leases.broken(Duration.ofDays(1), 10))
                .as("what failed is not given back as if nothing had happened")
                .hasSize(1);
    }

    @Test
    void ordersOnTheirLastAttemptAreWorkedOnOneByOneAndSayThatTheyBegin() throws Exception {
        var orders = List.of(order(3), order(3), order(3));
        Set<UUID> inWork = ConcurrentHashMap.newKeySet();
        var most = new LinkedBlockingQueue<Integer>();
        var done = new CountDownLatch(3);
        var loop = loop(Duration.ofSeconds(5), 8, (order, worker, cancellation) -> {
            inWork.add(order.id());
            most.add(inWork.size() + (hasBegun(order) ? 0 : 100));
            cancellation.interruptible(() -> {
                Thread.sleep(30);
                return true;
            });
            inWork.remove(order.id());
            database.orders.end(order, worker, Orders.Tally.NONE);
            done.countDown();
        });
        loop.start();
        loop.receive(ids(orders));
        done.await();
        assertThat(most).containsExactly(1, 1, 1);
        loop.stop();
    }

    @Test
    void aWorkerHearsWithItsHeartbeatWhatIsWantedOfIt() throws Exception {
        var heard = new LinkedBlockingQueue<Wish>();
        var loop = loop(Duration.ofSeconds(1), 1, this::waitsThenEnds);
        loop.onWish(heard::add);
        loop.start();
        assertThat(database.workers.ask("no-such-worker", Wish.DRAIN, Duration.ofSeconds(30)))
                .isEmpty();
        assertThat(database.workers.ask("import", Wish.RESTART, Duration.ofSeconds(30)))
                .containsExactly(SELF.id());
        assertThat(database.workers.ask(SELF.id(), Wish.DRAIN, Duration.ofSeconds(30)))
                .hasSize(1);
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(Wish.RESTART);
        loop.drain();
        loop.receive(List.of(order().id()));
        assertThat(held()).as("orders taken while it drains").isZero();
        loop.resume();
        assertThat(database.workers.list(Duration.ofSeconds(30)))
                .singleElement()
                .satisfies(worker -> {
                    assertThat(worker.draining()).isFalse();
                    assertThat(worker.wanted()).isNull();
                });
        loop.stop();
    }

    private void waitsThenEnds(Order order, String worker, Cancellation cancellation) throws InterruptedException {
        begun.countDown();
        cancellation.interruptible(() -> {
            mayEnd.await();
            return true;
        });
        database.orders.end(order, worker, Orders.Tally.NONE);
    }

    private WorkerLoop loop(Duration finishWithin, int atOnce, WorkerLoop.OrderWork work) {
        var settings = new LivenessSettings(
                Duration.ofMillis(200),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                3,
                finishWithin);
        return new WorkerLoop(
                SELF,
                new WorkerLoop.Tables(database.orders, database.leases, database.workers),
                settings,
                atOnce,
                work);
    }

    private static void drain(WorkerLoop loop) {
        try {
            loop.drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Order order() {
        return order(1);
    }

    private Order order(int attempt) {
        var order = new Order(
                TimeOrderedIds.next(), ticket, Stage.IMPORT, source.id(), "", List.of(UUID.randomUUID()), attempt);
        database.orders.add(List.of(order));
        database.orders.sent(List.of(order.id()), Duration.ZERO);
        return order;
    }

    private static List<UUID> ids(List<Order> orders) {
        return orders.stream().map(Order::id).toList();
    }

    private int ended() {
        return count("ended is not null");
    }

    private int held() {
        return count("ended is null and accepted_by is not null");
    }

    private boolean hasBegun(Order order) {
        return count("begun is not null and ended is null and id = '%s'".formatted(order.id())) == 1;
    }

    private int count(String which) {
        return database.jdbc
                .sql("select count(*) from harvest_order where " + which)
                .query(Integer.class)
                .single();
    }
}
