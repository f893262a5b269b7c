package org.garner.control;

import java.util.List;
import java.util.Objects;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.Outcome;
import org.garner.harvest.Stage;
import org.garner.harvest.order.Order;
import org.garner.ledger.HarvestErrors.ObjectFailure;
import org.garner.ledger.HarvestObjects.Ended;
import org.garner.ledger.OrderLeases.Broken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of an order that broke as often as it may: the innocent in it go on, the culprit is parked, and its cause is kept. */
class LastResort {
    private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);

    private final Repeats.Tables tables;
    private final TransactionTemplate transaction;

    LastResort(Repeats.Tables tables, TransactionTemplate transaction) {
        this.tables = tables;
        this.transaction = transaction;
    }

    /** The two halves of an order, each with the same last attempt; nothing when there is nothing to halve. */
    List<Order> halves(Order order) {
        var open = order.stage() == Stage.GATHER
                ? List.<java.util.UUID>of()
                : tables.work().stillOpen(order);
        if (open.size() < 2) {
            return List.of();
        }
        var middle = open.size() / 2;
        return List.of(
                Repeats.copy(order, open.subList(0, middle), order.attempt()),
                Repeats.copy(order, open.subList(middle, open.size()), order.attempt()));
    }

    /** Ends the listing, or parks the record, with the cause. */
    void giveUp(Broken broken, long leadEpoch) {
        var order = broken.order();
        var failure = new HarvestFailure.NotStored(
                "Given up after %d attempts of the %s order %s%s. The last one: %s. See the worker's log; the next run tries again."
                        .formatted(
                                order.attempt(),
                                order.stage().word(),
                                order.id(),
                                order.stage() == Stage.GATHER ? "" : ", in which this record stood alone at last",
                                cause(broken)));
        transaction.executeWithoutResult(status -> {
            if (tables.orders().supersede(List.of(order.id())).isEmpty()) {
                return;
            }
            if (order.stage() == Stage.GATHER) {
                tables.errors().addGather(order.ticket(), List.of(failure));
                tables.progress().giveUpListing(order.ticket(), order.id());
            } else {
                park(order, failure);
            }
            tables.jobs().guard(order.ticket());
            tables.lease().check(leadEpoch);
        });
        LOG.warn("Job {}: {}", order.ticket().job(), failure.describe());
    }

    private void park(Order order, HarvestFailure failure) {
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

    /** How an attempt failed, in words. */
    static String cause(Broken broken) {
        return Objects.requireNonNullElseGet(
                broken.failure(),
                () -> "the worker %s died with it (%s)"
                        .formatted(
                                broken.worker(),
                                broken.heard() == null
                                        ? "nothing is known of it any more"
                                        : "last heard of at " + broken.heard()));
    }
}
