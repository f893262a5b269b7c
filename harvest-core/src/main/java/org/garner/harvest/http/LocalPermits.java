package org.garner.harvest.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The budgets of hosts within one process: for a command that runs alone. How many requests run at once is the client's to bound. */
public final class LocalPermits implements HostPermits {
    /** Enough for any harvest; beyond it, hosts that need no rest are forgotten, so that a redirecting source cannot fill the memory. */
    private static final int MANY = 10_000;

    private final Map<String, Host> hosts = new ConcurrentHashMap<>();
    private final HttpSettings.Hosts settings;

    public LocalPermits() {
        this(HttpSettings.Hosts.DEFAULT);
    }

    public LocalPermits(HttpSettings.Hosts settings) {
        this.settings = settings;
    }

    @Override
    public Permit acquire(String host) throws InterruptedException {
        if (hosts.size() > MANY) {
            hosts.values().removeIf(Host::forgettable);
        }
        var budget = hosts.computeIfAbsent(host, name -> new Host(settings.rest(name)));
        // The sleep is outside any lock: another thread may learn meanwhile that the host wants more rest, so it is
        // asked again.
        for (var wait = budget.nextStart(); wait > 0; wait = budget.nextStart()) {
            Thread.sleep(Duration.ofNanos(wait));
        }
        return new Use(budget);
    }

    /** The rest that this host has at present between two requests. */
    Duration delay(String host) {
        var budget = hosts.get(host);
        return budget == null ? Duration.ZERO : budget.pace().delay();
    }

    private static final class Host {
        private Pace pace = Pace.FULL;
        private final Duration least;
        private long due = System.nanoTime();

        Host(Duration least) {
            this.least = least;
        }

        synchronized Pace pace() {
            return pace;
        }

        /** Takes the next start if it is due, and answers 0; else answers how many nanoseconds it is away. */
        synchronized long nextStart() {
            var now = System.nanoTime();
            if (due - now > 0) {
                return due - now;
            }
            due = now + Math.max(pace.delay().toNanos(), least.toNanos());
            return 0;
        }

        synchronized void set(Pace next, Duration rest) {
            pace = next;
            var until = System.nanoTime() + rest.toNanos();
            due = until - due > 0 ? until : due;
        }

        synchronized boolean forgettable() {
            return pace.delay().isZero() && due - System.nanoTime() <= 0;
        }
    }

    private record Use(Host host) implements Permit {
        @Override
        public void succeeded(Duration took) {
            var next = host.pace().answeredIn(took);
            host.set(next, next.delay());
        }

        @Override
        public void throttled(@Nullable Duration retryAfter) {
            var next = host.pace().slower();
            host.set(next, retryAfter == null ? next.delay() : retryAfter);
        }

        @Override
        public void failed() {
            throttled(null);
        }

        @Override
        public void close() {
            // A start is taken, not held: there is nothing to give back.
        }
    }
}
