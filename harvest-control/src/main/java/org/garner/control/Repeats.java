package org.garner.control;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.garner.harvest.Stage;
import org.garner.harvest.TimeOrderedIds;
import org.garner.harvest.order.Order;
import org.garner.ledger.ControlLease;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.JobLog;
import org.garner.ledger.JobLog.Part;
import org.garner.ledger.JobProgress;
import org.garner.ledger.Jobs;
import org.garner.ledger.LivenessSettings;
import org.garner.ledger.OrderLeases;
import org.garner.ledger.OrderLeases.Broken;
import org.garner.ledger.Orders;
import org.garner.ledger.StaleTicketException;
import org.garner.ledger.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends again what was lost on the way, and orders again what broke in a worker's hands. A lost message is nobody's fault and never counts; an
 * order that broke as often as it may is halved until the record that is to blame stands alone, and that one is parked.
 */
class Repeats {
    private static final Logger LOG = LoggerFactory.getLogger(Repeats.class);
    private static final int SOME = 200;

    private final Tables tables;
    private final Consumer<List<Order>> messages;
    private final LivenessSettings settings;
    private final TransactionTemplate transaction;
    private final LastResort lastResort;
    private final Counter takeovers;

    /** The tables that repeating writes. */
    record Tables(
            Orders orders,
            OrderLeases leases,
            HarvestObjects objects,
            JobProgress progress,
            HarvestErrors errors,
            Jobs jobs,
            Work work,
            JobLog log,
            ControlLease lease) {}

    /** @param messages sends the messages of orders, and marks them sent */
    Repeats(
            Tables tables,
            Consumer<List<Order>> messages,
            LivenessSettings settings,
            TransactionTemplate transaction,
            MeterRegistry metrics) {
        this.tables = tables;
        this.messages = messages;
        this.settings = settings;
        this.transaction = transaction;
        this.lastResort = new LastResort(tables, transaction);
        this.takeovers = Counter.builder("harvest.lease.takeovers")
                .description("Orders that were taken from workers that died or failed with them")
                .register(metrics);
    }

    /** Sends the orders that are free and due; returns how many. */
    int sendDue() {
        var due = tables.leases().toSend(settings.resendAfter(), SOME);
        if (!due.isEmpty()) {
            messages.accept(due);
        }
        return due.size();
    }

    /** Orders again what broke; returns how many orders did. */
    int look(long leadEpoch) {
        var broken = tables.leases().broken(settings.deadAfter(), SOME);
        for (var each : broken) {
            try {
                mend(each, leadEpoch);
            } catch (StaleTicketException e) {
                // The job was ended meanwhile; its orders are ended with it.
                LOG.debug("Order {} is not repeated: {}", each.order().id(), e.getMessage());
            }
        }
        return broken.size();
    }

    private void mend(Broken broken, long leadEpoch) {
        var order = broken.order();
        if (order.stage() == Stage.GATHER
                && tables.progress().hasTurned(order.ticket().job())) {
            repeat(broken, List.of(copy(order, order.objects(), 1)), leadEpoch);
        } else if (order.attempt() < settings.attempts()) {
            repeat(broken, List.of(copy(order, order.objects(), order.attempt() + 1)), leadEpoch);
        } else if (broken.failure() == null && !broken.begun()) {
            // It had only waited in the worker that died.
            repeat(broken, List.of(copy(order, order.objects(), order.attempt())), leadEpoch);
        } else {
            var halves = lastResort.halves(order);
            if (halves.isEmpty()) {
                lastResort.giveUp(broken, leadEpoch);
            } else {
                repeat(broken, halves, leadEpoch);
            }
        }
    }

    /** Replaces an order by others over the same records. */
    private void repeat(Broken broken, List<Order> repeated, long leadEpoch) {
        var order = broken.order();
        var open = transaction.execute(status -> {
            if (tables.orders().supersede(List.of(order.id())).isEmpty()) {
                return false;
            }
            tables.orders().add(repeated);
            if (order.stage() == Stage.GATHER) {
                tables.progress()
                        .gatheredBy(order.ticket().job(), repeated.getFirst().id());
            } else {
                repeated.forEach(tables.objects()::repeat);
            }
            tables.jobs().guard(order.ticket());
            tables.lease().check(leadEpoch);
            return true;
        });
        if (Boolean.TRUE.equals(open)) {
            takeovers.increment();
            LOG.info(
                    "The {} order {} of job {} broke ({}); it goes out again as {}",
                    order.stage().word(),
                    order.id(),
                    order.ticket().job(),
                    LastResort.cause(broken),
                    repeated.stream()
                            .map(each -> "%s (attempt %d, %d records)"
                                    .formatted(
                                            each.id(),
                                            each.attempt(),
                                            each.objects().size()))
                            .toList());
            tables.log()
                    .problem(
                            order.ticket().job(),
                            Part.CONTROL,
                            "An order of stage %s with %d records broke in attempt %d and goes out again%s: %s"
                                    .formatted(
                                            order.stage().word(),
                                            order.objects().size(),
                                            order.attempt(),
                                            repeated.size() > 1 ? " in halves" : "",
                                            LastResort.cause(broken)));
            messages.accept(repeated);
        }
    }

    static Order copy(Order order, List<UUID> objects, int attempt) {
        return new Order(
                TimeOrderedIds.next(),
                order.ticket(),
                order.stage(),
                order.source(),
                order.host(),
                new ArrayList<>(objects),
                attempt);
    }
}
