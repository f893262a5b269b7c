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
 * that a fast host costs no statement per request; only a host that needs rest is asked for each start.
 */
public class LedgerPermits implements HostPermits, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerPermits.class);
    private static final long RETRY_MILLIS = 200;
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
                lane.giveBackIfIdle();
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
        private long lastUsed = System.nanoTime();
        private volatile Pace pace = Pace.FULL;

        Lane(String host) {
            this.host = host;
            this.total = bounds.atOnce(host);
            this.least = bounds.rest(host);
        }

        void enter() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (used >= held) {
                    if (held < total) {
                        // Doubling, not all at once: a listing that asks one page after the other would keep the slots
                        // from the fetch worker until it ends.
                        var share = hosts.take(host, Math.min(total, Math.max(1, 2 * held)), total);
                        held = share.slots();
                        pace = share.pace();
                    }
                    if (used >= held) {
                        var unused = freed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
                    }
                }
                used++;
            } finally {
                lock.unlock();
            }
        }

        void leave() {
            lock.lock();
            try {
                used--;
                lastUsed = System.nanoTime();
                freed.signal();
            } finally {
                lock.unlock();
            }
        }

        void giveBackIfIdle() {
            lock.lock();
            try {
                if (used == 0 && held > 0 && System.nanoTime() - lastUsed > IDLE.toNanos()) {
                    hosts.giveBack(host);
                    held = 0;
                } else if (held > 0) {
                    pace = hosts.pace(host);
                }
            } finally {
                lock.unlock();
            }
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
