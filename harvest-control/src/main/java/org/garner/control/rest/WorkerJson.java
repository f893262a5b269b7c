package org.garner.control.rest;

import java.time.Instant;
import java.util.Locale;
import org.garner.ledger.Workers.Worker;
import org.jspecify.annotations.Nullable;

/** A worker as the endpoint shows it. */
record WorkerJson(
        String id,
        String kind,
        String host,
        long pid,
        Instant started,
        Instant beat,
        String state,
        @Nullable String wanted,
        int orders,
        int objects) {

    static WorkerJson of(Worker worker) {
        var self = worker.self();
        var wanted = worker.wanted();
        return new WorkerJson(
                self.id(),
                self.room(),
                self.host(),
                self.pid(),
                worker.started(),
                worker.beat(),
                state(worker),
                wanted == null ? null : wanted.name().toLowerCase(Locale.ROOT),
                worker.orders(),
                worker.objects());
    }

    private static String state(Worker worker) {
        if (!worker.alive()) {
            return "dead";
        }
        return !worker.draining() ? "working" : worker.orders() > 0 ? "draining" : "drained";
    }
}
