package org.garner.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.garner.harvest.Stage;
import org.garner.harvest.TimeOrderedIds;
import org.garner.harvest.order.Order;
import org.garner.harvest.order.OrderSender;
import org.garner.ledger.ControlLease;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestObjects.Open;
import org.garner.ledger.JobProgress;
import org.garner.ledger.Orders;
import org.springframework.transaction.support.TransactionTemplate;

/** Deals the open objects of one job into orders, as far as its windows allow: one transaction per job and tick, then the messages. */
class Dealer {
    private static final int IMPORT_BATCH = 50;
    private static final int SCAN = 10_000;
    private static final int SCAN_PAGE = 100;

    private final Orders orders;
    private final HarvestObjects objects;
    private final JobProgress progress;
    private final ControlLease lease;
    private final OrderSender sender;
    private final TransactionTemplate transaction;

    Dealer(
            Orders orders,
            HarvestObjects objects,
            JobProgress progress,
            ControlLease lease,
            OrderSender sender,
            TransactionTemplate transaction) {
        this.orders = orders;
        this.objects = objects;
        this.progress = progress;
        this.lease = lease;
        this.sender = sender;
        this.transaction = transaction;
    }

    /** What of a job is in flight: objects by host in the fetch stage, objects in the import stage, and whether it is being listed. */
    record Load(Map<String, Integer> fetching, int importing, boolean gathering) {
        static final Load NONE = new Load(Map.of(), 0, false);

        boolean idle() {
            return fetching.isEmpty() && importing == 0 && !gathering;
        }
    }

    /** The loads of all jobs, in one query. */
    Map<UUID, Load> loads() {
        var loads = new HashMap<UUID, Load>();
        for (var flight : orders.inFlight()) {
            var load = loads.getOrDefault(flight.job(), Load.NONE);
            loads.put(
                    flight.job(),
                    switch (flight.stage()) {
                        case GATHER -> new Load(load.fetching(), load.importing(), true);
                        case IMPORT -> new Load(load.fetching(), load.importing() + flight.objects(), load.gathering());
                        case FETCH -> {
                            var fetching = new HashMap<>(load.fetching());
                            fetching.merge(flight.host(), flight.objects(), Integer::sum);
                            yield new Load(fetching, load.importing(), load.gathering());
                        }
                    });
        }
        return loads;
    }

    /** Orders the listing of a job, which this order alone may write from now on. */
    void orderListing(RunningJob job, long leadEpoch) {
        var order = new Order(
                TimeOrderedIds.next(),
                job.job.ticket(),
                Stage.GATHER,
                job.source.id(),
                job.source.host(),
                List.of(),
                1);
        transaction.executeWithoutResult(status -> {
            orders.add(List.of(order));
            progress.gatheredBy(job.job.id(), order.id());
            lease.check(leadEpoch);
        });
        send(List.of(order));
    }

    /**
     * Deals what can be dealt now.
     *
     * @param importRoom how many objects of this job may be in the import stage beyond those that are
     * @return how many objects went out, or could go out when there is room
     */
    int deal(RunningJob job, Load load, int importRoom, long leadEpoch) {
        var hand = new Hand(job, load, importRoom);
        var dealt = transaction.execute(status -> {
            follow(job, hand);
            scan(job, hand);
            var all = hand.orders();
            orders.add(all);
            lease.check(leadEpoch);
            return all;
        });
        job.handedOutTo(hand.last);
        if (hand.scannedAll) {
            job.scannedToTheEnd();
        }
        if (dealt != null && !dealt.isEmpty()) {
            send(dealt);
        }
        return hand.seen;
    }

    void send(List<Order> dealt) {
        var begun = System.nanoTime();
        var sent = sender.send(dealt);
        orders.sent(sent, Duration.ofNanos(System.nanoTime() - begun));
    }

    /** Hands what fetch orders brought on to the import. */
    private void follow(RunningJob job, Hand hand) {
        var unfollowed = orders.unfollowed(job.job.id(), 50);
        if (unfollowed.isEmpty()) {
            return;
        }
        var arrived = new HashMap<UUID, Open>();
        var ids = unfollowed.stream().flatMap(order -> order.objects().stream()).toList();
        objects.toImport(job.job.id(), ids).forEach(open -> arrived.put(open.id(), open));
        var followed = new ArrayList<UUID>();
        for (var order : unfollowed) {
            var toImport = order.objects().stream().filter(arrived::containsKey).toList();
            if (toImport.size() > hand.importRoom && hand.importRoom < IMPORT_BATCH) {
                hand.seen++;
                break;
            }
            toImport.forEach(id -> hand.toImport(id));
            job.window(order.host()).brought(order.objects().size());
            followed.add(order.id());
        }
        orders.followed(followed);
    }

    /**
     * Walks over the objects by id until an open one has no room: mostly the first page holds it. Objects that have ended are passed by for good, or each
     * tick of a job in which nothing has changed would walk over all that came before.
     */
    private void scan(RunningJob job, Hand hand) {
        for (int scanned = 0; scanned < SCAN; ) {
            // Few at first, because mostly few have room; many where nobody waits.
            var page = scanned == 0 ? SCAN_PAGE : SCAN_PAGE * 10;
            var walked = job.knowsWhatIsOut()
                    ? objects.walk(job.job.id(), hand.last, page)
                    : objects.walkLoose(job.job.id(), hand.last, page);
            for (var object : walked.open()) {
                if (!dealt(object, hand)) {
                    return;
                }
            }
            if (walked.last().equals(hand.last) && walked.open().isEmpty()) {
                hand.scannedAll = true;
                return;
            }
            hand.last = walked.last();
            scanned += page;
        }
        hand.seen++;
    }

    private static boolean dealt(Open object, Hand hand) {
        hand.seen++;
        if ("IMPORT".equals(object.state())) {
            if (!hand.hasImportRoom()) {
                return false;
            }
            hand.toImport(object.id());
        } else if (!hand.toFetch(object)) {
            return false;
        }
        hand.last = object.id();
        return true;
    }

    /** The orders of one round, as they fill. */
    private static final class Hand {
        private final RunningJob job;
        private final Map<String, Integer> fetching;
        private final Map<String, List<UUID>> fetches = new LinkedHashMap<>();
        private final List<UUID> imports = new ArrayList<>();
        private int importRoom;
        private UUID last;
        private boolean scannedAll;
        private int seen;

        Hand(RunningJob job, Load load, int importRoom) {
            this.job = job;
            this.fetching = new HashMap<>(load.fetching());
            this.importRoom = importRoom;
            this.last = job.handedOut();
        }

        boolean hasImportRoom() {
            return importRoom > 0;
        }

        void toImport(UUID object) {
            importRoom--;
            seen++;
            imports.add(object);
        }

        boolean toFetch(Open object) {
            var out = fetching.getOrDefault(object.host(), 0);
            if (out >= job.window(object.host()).size()) {
                return false;
            }
            fetching.put(object.host(), out + 1);
            fetches.computeIfAbsent(object.host(), host -> new ArrayList<>()).add(object.id());
            return true;
        }

        List<Order> orders() {
            var all = new ArrayList<Order>();
            fetches.forEach((host, ids) ->
                    cut(ids, job.fetchBatch).forEach(batch -> all.add(order(Stage.FETCH, host, batch))));
            cut(imports, IMPORT_BATCH).forEach(batch -> all.add(order(Stage.IMPORT, "", batch)));
            return all;
        }

        private Order order(Stage stage, String host, List<UUID> batch) {
            return new Order(
                    TimeOrderedIds.next(),
                    job.job.ticket(),
                    stage,
                    job.source.id(),
                    host,
                    batch.stream().sorted().toList(),
                    1);
        }

        private static List<List<UUID>> cut(List<UUID> ids, int size) {
            var batches = new ArrayList<List<UUID>>();
            for (int from = 0; from < ids.size(); from += size) {
                batches.add(ids.subList(from, Math.min(ids.size(), from + size)));
            }
            return batches;
        }
    }
}
