package org.garner.ledger;

import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.garner.harvest.order.Order;

/**
 * Orders on their last attempt are worked on one at a time for each host, and say so before they begin. When the worker dies of one of them, the
 * others have only waited: their records are not taken for the culprit.
 */
final class LastAttempts {
    private static final int LANES = 64;

    private final int attempts;
    private final Semaphore[] lanes =
            Stream.generate(() -> new Semaphore(1)).limit(LANES).toArray(Semaphore[]::new);

    LastAttempts(int attempts) {
        this.attempts = attempts;
    }

    boolean include(Order order) {
        return order.attempt() >= attempts;
    }

    /** Waits until no other order of this host is on its last attempt here. */
    void enter(Order order) throws InterruptedException {
        lane(order).acquire();
    }

    void leave(Order order) {
        lane(order).release();
    }

    private Semaphore lane(Order order) {
        return lanes[Math.floorMod(order.host().hashCode(), LANES)];
    }
}
