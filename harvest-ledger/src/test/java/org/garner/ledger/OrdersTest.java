package org.garner.ledger;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.garner.harvest.Outcome;
import org.garner.harvest.Stage;
import org.garner.ledger.HarvestObjects.Ended;
import org.garner.ledger.Orders.Tally;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrdersTest {
    private static final Duration DEAD = Duration.ofSeconds(30);

    private final LedgerDatabase database = new LedgerDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void onlyOneOfManyWorkersGetsAnOrder() throws Exception {
        var source = database.source("coast");
        var ticket = database.running(source);
        var order = database.accepted(ticket, source, Stage.FETCH, database.listed(ticket, source, 3), "first");
        Callable<Integer> accept =
                () -> database.orders.accept(List.of(order.id()), "late").size();
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(workers.invokeAll(nCopies(10, accept)))
                    .extracting(Future::resultNow)
                    .containsOnly(0);
        }
        assertThat(order.objects()).hasSize(3);
    }

    @Test
    void onlyOneOfManyWorkersEndsAnObject() throws Exception {
        var source = database.source("coast");
        var ticket = database.running(source);
        var ids = database.listed(ticket, source, 1);
        var order = database.accepted(ticket, source, Stage.FETCH, ids, "me");
        var ended = List.of(new Ended(ids.getFirst(), Outcome.UNCHANGED, null));
        Callable<Integer> end = () -> database.objects.end(order, ended, "me").size();
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(workers.invokeAll(nCopies(20, end)))
                    .extracting(Future::resultNow)
                    .containsOnlyOnce(1);
        }
    }

    @Test
    void anOrderThatIsRepeatedCannotBeEndedByItsFirstWorker() {
        var source = database.source("coast");
        var ticket = database.running(source);
        var order = database.accepted(ticket, source, Stage.FETCH, database.listed(ticket, source, 1), "dead");
        assertThat(database.leases.broken(DEAD, 10))
                .extracting(OrderLeases.Broken::order)
                .containsExactly(order);
        assertThat(database.orders.supersede(List.of(order.id()))).containsExactly(order.id());
        assertThatThrownBy(() -> database.orders.end(order, "dead", Tally.NONE))
                .isInstanceOf(StaleTicketException.class);
        assertThatThrownBy(() -> database.inTransaction(() -> {
                    database.orders.hold(order, "dead");
                    return true;
                }))
                .isInstanceOf(StaleTicketException.class);
    }

    @Test
    void whatALivingWorkerHasLostSightOfGoesBackAndWhatItWorksOnStays() {
        var source = database.source("coast");
        var ticket = database.running(source);
        var ids = database.listed(ticket, source, 3);
        var lost = database.accepted(ticket, source, Stage.FETCH, ids.subList(0, 1), "me");
        var inHand = database.accepted(ticket, source, Stage.FETCH, ids.subList(1, 2), "me");
        database.jdbc
                .sql("update harvest_order set accepted = now() - interval '11 seconds'")
                .update();
        var fresh = database.accepted(ticket, source, Stage.FETCH, ids.subList(2, 3), "me");
        assertThat(database.leases.giveBackForgotten("me", List.of(inHand.id())))
                .isEqualTo(1);
        assertThat(database.orders.accept(List.of(lost.id(), inHand.id(), fresh.id()), "other"))
                .containsExactly(lost);
    }

    @Test
    void anOrderThatComesBackBeforeItsMessageIsNotedGoesOutAgainWhenItIsDue() {
        var source = database.source("coast");
        var ticket = database.running(source);
        var ids = database.listed(ticket, source, 2);
        var released = database.accepted(ticket, source, Stage.FETCH, ids.subList(0, 1), "me");
        var given = database.accepted(ticket, source, Stage.FETCH, ids.subList(1, 2), "other");
        database.leases.release(released, "me");
        database.leases.giveBack("other");
        var due = dues();

        database.orders.sent(List.of(released.id(), given.id()), Duration.ofMinutes(1));
        assertThat(dues()).isEqualTo(due).doesNotContainNull();

        database.jdbc
                .sql("update harvest_order set due = now() - interval '61 seconds'")
                .update();
        database.orders.sent(List.of(released.id(), given.id()), Duration.ofMinutes(1));
        assertThat(dues()).containsOnlyNulls();
    }

    private List<String> dues() {
        return database.jdbc
                .sql("select due::text from harvest_order order by id")
                .query(String.class)
                .list();
    }

    @Test
    void aWorkerThatBeatsKeepsItsOrders() {
        var source = database.source("coast");
        var ticket = database.running(source);
        database.workers.beat(new Workers.Self("me", "fetch", 1, "here"), false);
        var order = database.accepted(ticket, source, Stage.FETCH, database.listed(ticket, source, 1), "me");
        assertThat(database.leases.broken(DEAD, 10)).isEmpty();
        assertThat(database.leases.lost(List.of(order.id()))).isEmpty();
        database.jobs.abort(ticket.job(), "test", "enough");
        assertThat(database.leases.lost(List.of(order.id()))).containsExactly(order.id());
    }

    @Test
    void whatIsInFlightIsNotLoose() {
        var source = database.source("coast");
        var ticket = database.running(source);
        var ids = database.listed(ticket, source, 5);
        var order = database.accepted(ticket, source, Stage.FETCH, ids.subList(0, 2), "me");
        var start = new java.util.UUID(0, 0);
        assertThat(database.objects.walkLoose(ticket.job(), start, 10).open())
                .extracting(HarvestObjects.Open::id)
                .containsExactlyElementsOf(ids.subList(2, 5));
        database.orders.end(order, "me", Tally.NONE);
        // Ended, but not followed: what it brought is the follower's.
        assertThat(database.objects.walkLoose(ticket.job(), start, 10).open()).hasSize(3);
        database.orders.followed(List.of(order.id()));
        assertThat(database.objects.walkLoose(ticket.job(), start, 10).open()).hasSize(5);
    }

    @Test
    void aWalkPassesByWhatHasEndedAndComesToAnEnd() {
        var source = database.source("coast");
        var ticket = database.running(source);
        var ids = database.listed(ticket, source, 5);
        database.jdbc
                .sql("update harvest_object set report_status = 'errored' where id = any(:ids::uuid[])")
                .param("ids", Columns.ids(ids.subList(1, 5)))
                .update();
        var start = new java.util.UUID(0, 0);
        var first = database.objects.walk(ticket.job(), start, 3);
        assertThat(first.open()).extracting(HarvestObjects.Open::id).containsExactly(ids.getFirst());
        assertThat(first.last()).isEqualTo(ids.get(2));
        var second = database.objects.walk(ticket.job(), first.last(), 3);
        assertThat(second).isEqualTo(new HarvestObjects.Walked(java.util.List.of(), ids.get(4)));
        assertThat(database.objects.walk(ticket.job(), second.last(), 3)).isEqualTo(second);
    }

    @Test
    void anEndedJobsObjectsAreCancelledAndAResumedOnesOpenedAgain() {
        var source = database.source("coast");
        var ticket = database.running(source);
        database.listed(ticket, source, 5);
        assertThat(database.objects.cancelSome(ticket.job(), 10)).isZero();
        database.jobs.abort(ticket.job(), "test", "enough");
        assertThat(database.objects.cancelSome(ticket.job(), 3)).isEqualTo(3);
        assertThat(database.objects.cancelSome(ticket.job(), 3)).isEqualTo(2);
        assertThat(database.objects.counts(ticket.job())).containsEntry(Outcome.CANCELLED, 5L);
        assertThat(database.objects.reopenSome(ticket.job(), 10)).isEqualTo(5);
        assertThat(database.objects.anyOpen(ticket.job())).isTrue();
    }
}
