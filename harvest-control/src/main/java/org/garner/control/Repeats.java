package org.garner.control;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.Outcome;
import org.garner.harvest.Stage;
import org.garner.harvest.TimeOrderedIds;
import org.garner.harvest.order.Order;
import org.garner.ledger.ControlLease;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestErrors.ObjectFailure;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestObjects.Ended;
import org.garner.ledger.JobProgress;
import org.garner.ledger.Jobs;
import org.garner.ledger.Orders;
import org.garner.ledger.StaleTicketException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Sends again what was lost on the way, and orders again what died with its worker; after some attempts it gives up with a reason. */
class Repeats {
    private static final Logger LOG = LoggerFactory.getLogger(Repeats.class);
    private static final int ATTEMPTS = 6;
    private static final int SOME = 200;

    private final Tables tables;
    private final Dealer dealer;
    private final TransactionTemplate transaction;
    private final Counter takeovers;

    /** The tables that repeating writes. */
    record Tables(
            Orders orders,
            HarvestObjects objects,
            JobProgress progress,
            HarvestErrors errors,
            Jobs jobs,
            ControlLease lease) {}

    Repeats(Tables tables, Dealer dealer, TransactionTemplate transaction, MeterRegistry metrics) {
        this.tables = tables;
        this.dealer = dealer;
        this.transaction = transaction;
        this.takeovers = Counter.builder("harvest.lease.takeovers")
                .description("Orders that were taken from workers that died, or were lost on the way")
                .register(metrics);
    }

    /** Looks once; returns how many orders were sent or repeated. */
    int look(long leadEpoch) {
        var unsent = tables.orders().unsent(SOME);
        if (!unsent.isEmpty()) {
            dealer.send(unsent);
        }
        var lost = new ArrayList<>(tables.orders().stranded(SOME));
        lost.addAll(tables.orders().unaccepted(SOME));
        for (var order : lost) {
            repeat(order, leadEpoch);
        }
        return unsent.size() + lost.size();
    }

    private void repeat(Order order, long leadEpoch) {
        try {
            if (order.attempt() >= ATTEMPTS) {
                giveUp(order, leadEpoch);
                return;
            }
            var repeated = new Order(
                    TimeOrderedIds.next(),
                    order.ticket(),
                    order.stage(),
                    order.source(),
                    order.host(),
                    order.objects(),
                    order.attempt() + 1);
            var open = transaction.execute(status -> {
                if (tables.orders().supersede(List.of(order.id())).isEmpty()) {
                    return false;
                }
                tables.orders().add(List.of(repeated));
                if (order.stage() == Stage.GATHER) {
                    tables.progress().gatheredBy(order.ticket().job(), repeated.id());
                } else {
                    tables.objects().repeat(repeated);
                }
                tables.jobs().guard(order.ticket());
                tables.lease().check(leadEpoch);
                return true;
            });
            if (Boolean.TRUE.equals(open)) {
                takeovers.increment();
                LOG.info(
                        "The {} order {} of job {} was lost with its message or its worker; it goes out again as {}"
                                + " (attempt {})",
                        order.stage().word(),
                        order.id(),
                        order.ticket().job(),
                        repeated.id(),
                        repeated.attempt());
                dealer.send(List.of(repeated));
            }
        } catch (StaleTicketException e) {
            // The job was ended meanwhile; its orders are ended with it.
            LOG.debug("Order {} is not repeated: {}", order.id(), e.getMessage());
        }
    }

    private void giveUp(Order order, long leadEpoch) {
        var failure = new HarvestFailure.NotStored(
                "Given up after %d attempts of %s order %s: no worker could finish it. See the workers' logs; the next run tries again."
                        .formatted(ATTEMPTS, order.stage().word(), order.id()));
        transaction.executeWithoutResult(status -> {
            if (tables.orders().supersede(List.of(order.id())).isEmpty()) {
                return;
            }
            if (order.stage() == Stage.GATHER) {
                tables.errors().addGather(order.ticket(), List.of(failure));
                tables.progress().giveUpListing(order.ticket(), order.id());
            } else {
                var ended = tables.objects()
                        .end(
                                order,
                                order.objects().stream()
                                        .map(id -> new Ended(id, Outcome.ERRORED, null))
                                        .toList(),
                                "control");
                var stage = order.stage() == Stage.FETCH ? "Fetch" : "Import";
                tables.errors()
                        .addObject(
                                order.ticket(),
                                ended.stream()
                                        .map(id -> new ObjectFailure(id, stage, failure))
                                        .toList());
            }
            tables.jobs().guard(order.ticket());
            tables.lease().check(leadEpoch);
        });
        LOG.warn("Job {}: {}", order.ticket().job(), failure.describe());
    }
}
