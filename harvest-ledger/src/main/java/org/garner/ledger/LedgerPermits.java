package org.garner.ledger;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.garner.harvest.http.HostPermits;
import org.garner.harvest.http.HttpSettings;
import org.garner.harvest.http.Pace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The budgets of hosts over all processes. A process takes more slots of a host when those it has are in use, and keeps them while it uses them, so
 * that a fast host costs no statement per request; only a host that needs rest is asked for each start. When another process waits for slots and has
 * fewer than its fair share, what is above that share goes to it; and where there are more processes than slots, they take turns.
 */
public class LedgerPermits implements HostPermits, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerPermits.class);
    private static final long RETRY_MILLIS = 200;
    /** However many requests wait in this process, they ask for slots no more often than this. */
    private static final Duration ASK_AGAIN = Duration.ofMillis(RETRY_MILLIS / 2);
    /** Slots that were not used for so long go back; and so does the last slot of a process after so long when another has none. */
    private static final Duration IDLE = Duration.ofSeconds(2);

    private final Hosts hosts;
    private final HttpSettings.Hosts bounds;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("host-permits-", 0).factory());

    /** @param bounds what one host bears, from all processes together */
    public LedgerPermits(
            JdbcClient jdbc, TransactionTemplate transaction, HttpSettings.Hosts bounds, LivenessSettings liveness) {
        this.hosts = new Hosts(
                jdbc, transaction, ProcessHandle.current().pid() + "-" + UUID.randomUUID(), liveness.deadAfter());
        this.bounds = bounds;
        var between = Math.min(IDLE.toMillis(), liveness.heartbeat().toMillis());
        var unused = clock.scheduleWithFixedDelay(this::tidy, between, between, TimeUnit.MILLISECONDS);
    }

    @Override
    public Permit acquire(String host) throws InterruptedException {
        var lane = lanes.computeIfAbsent(host, Lane::new);
        lane.enter();
        try {
            if (!lane.least.isZero() || !lane.pace.delay().isZero()) {
                Thread.sleep(hosts.book(host, lane.least));
            }
            return new Use(lane);
        } catch (InterruptedException | RuntimeException e) {
            lane.leave();
            throw e;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        lanes.values().forEach(Lane::giveBackQuietly);
    }

    /** Gives back what has not been used for a while, and says that the rest is. */
    private void tidy() {
        try {
            for (var lane : lanes.values()) {
                lane.tidy();
            }
            if (!lanes.isEmpty()) {
                hosts.beat();
            }
        } catch (RuntimeException e) {
            LOG.debug("The permits of hosts could not be renewed; they lapse by themselves", e);
        }
    }

    /** What this process holds of one host. */
    private final class Lane {
        private final String host;
        private final int total;
        private final Duration least;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition freed = lock.newCondition();
        private int held;
        private int used;
        private int waiting;
        /** How many of the slots go to others as soon as they are not in use. */
        private int owed;

        private boolean known;
        private long asked = System.nanoTime() - ASK_AGAIN.toNanos();
        private long taken = System.nanoTime();
        private long lastUsed = System.nanoTime();
        private volatile Pace pace = Pace.FULL;

        Lane(String host) {
            this.host = host;
            this.total = bounds.atOnce(host);
            this.least = bounds.rest(host);
        }

        void enter() throws InterruptedException {
            lock.lockInterruptibly();
            waiting++;
            try {
                while (used >= held) {
                    takeMore();
                    if (used >= held) {
                        var unused = freed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
                    }
                }
                used++;
            } finally {
                waiting--;
                lock.unlock();
            }
        }

        private void takeMore() {
            if (held >= total || owed > 0 || System.nanoTime() - asked < ASK_AGAIN.toNanos()) {
                return;
            }
            // Doubling, not all at once: a listing that asks one page after the other would keep the slots from the
            // fetch worker until it ends.
            var share = hosts.take(host, held, Math.min(total, Math.max(1, 2 * held)), total);
            known = true;
            if (held == 0) {
                taken = System.nanoTime();
            }
            held = share.slots();
            pace = share.pace();
            if (used >= held) {
                asked = System.nanoTime();
            }
            for (int free = held - used; free > 1; free--) {
                freed.signal();
            }
        }

        void leave() {
            lock.lock();
            try {
                used--;
                lastUsed = System.nanoTime();
                payBack();
                freed.signal();
            } finally {
                lock.unlock();
            }
        }

        /** Gives what is owed and not in use to the others. A database that does not answer is asked again with the next request. */
        private void payBack() {
            var rest = Math.min(owed, held - used);
            if (rest <= 0) {
                return;
            }
            try {
                hosts.keep(host, held - rest);
                held -= rest;
                owed -= rest;
            } catch (DataAccessException e) {
                LOG.debug("Slots of {} could not be left to others yet", host, e);
            }
        }

        /** Gives back what has not been used for a while, or what others lack. */
        void tidy() {
            lock.lock();
            try {
                if (!known) {
                    return;
                }
                if (used == 0 && waiting == 0 && (held == 0 || olderThanIdle(lastUsed))) {
                    hosts.giveBack(host);
                    known = false;
                    held = 0;
                    owed = 0;
                    return;
                }
                var standing = hosts.renew(host, waiting > 0, total);
                pace = standing.pace();
                if (standing.starving() && held > standing.fair()) {
                    owed = held - standing.fair();
                } else {
                    owed = standing.emptyHanded() && held == 1 && olderThanIdle(taken) ? 1 : 0;
                }
                payBack();
            } finally {
                lock.unlock();
            }
        }

        private static boolean olderThanIdle(long nanoTime) {
            return System.nanoTime() - nanoTime > IDLE.toNanos();
        }

        void giveBackQuietly() {
            try {
                hosts.giveBack(host);
            } catch (DataAccessException e) {
                LOG.debug("The slots of {} could not be given back; they lapse by themselves", host, e);
            }
        }

        void set(Pace next, @Nullable Duration pause) {
            if (!next.equals(pace) || pause != null) {
                pace = next;
                hosts.pace(host, next, pause);
            }
        }
    }

    private record Use(Lane lane) implements Permit {
        @Override
        public void succeeded(Duration took) {
            lane.set(lane.pace.answeredIn(took), null);
        }

        @Override
        public void throttled(@Nullable Duration retryAfter) {
            lane.set(lane.pace.slower(), retryAfter);
        }

        @Override
        public void failed() {
            lane.set(lane.pace.slower(), null);
        }

        @Override
        public void close() {
            lane.leave();
        }
    }
}
