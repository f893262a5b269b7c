package org.garner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.garner.harvest.http.HttpSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class LedgerPermitsTest {
    private static final String HOST = "coast.example";

    private static final HttpSettings.Hosts BOUNDS = new HttpSettings.Hosts(4, 0, 4, 10, Duration.ofSeconds(60));
    private static final LivenessSettings LIVENESS = new LivenessSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            3,
            Duration.ofSeconds(20));

    private final LedgerDatabase database = new LedgerDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aListingThatAsksOnePageAfterTheOtherLeavesTheOtherSlotsToTheFetch() throws Exception {
        try (var listing = new LedgerPermits(database.jdbc, database.transaction, BOUNDS, LIVENESS);
                var fetching = new LedgerPermits(database.jdbc, database.transaction, BOUNDS, LIVENESS);
                var page = listing.acquire(HOST);
                var first = fetching.acquire(HOST);
                var second = fetching.acquire(HOST);
                var third = fetching.acquire(HOST)) {
            assertThat(page).isNotNull();
            assertThat(new Object[] {first, second, third}).doesNotContainNull();
            assertThat(slotsHeld()).isEqualTo(4);
        }
    }

    @Test
    void aListingThatKeepsAllSlotsBusyLeavesAFairShareToTheFetch() throws Exception {
        try (var listing = permits(BOUNDS);
                var fetching = permits(BOUNDS);
                var asking = Executors.newVirtualThreadPerTaskExecutor()) {
            var ending = new AtomicBoolean();
            var asked = busy(asking, listing, 8, ending);
            await("the listing to hold all slots", () -> slotsHeld() == 4);

            var fetched = busy(asking, fetching, 8, ending);

            await("the fetch to hold its share", () -> slotsOfEach().equals(List.of(2, 2)));
            var before = asked.get();
            await("both to go on", () -> fetched.get() > 20 && asked.get() > before + 20);
            ending.set(true);
        }
    }

    @Test
    void moreProcessesThanSlotsTakeTurns() throws Exception {
        var bounds = new HttpSettings.Hosts(1, 0, 1, 10, Duration.ofSeconds(60));
        try (var first = permits(bounds);
                var second = permits(bounds);
                var third = permits(bounds);
                var asking = Executors.newVirtualThreadPerTaskExecutor()) {
            var ending = new AtomicBoolean();
            var answered = Stream.of(first, second, third)
                    .map(permits -> busy(asking, permits, 2, ending))
                    .toList();

            await("each to have had a turn", () -> {
                assertThat(slotsHeld()).isLessThanOrEqualTo(1);
                return answered.stream().allMatch(count -> count.get() > 0);
            });
            ending.set(true);
        }
    }

    @Test
    void whoWaitsNoMoreIsNotWaitedFor() throws Exception {
        var bounds = new HttpSettings.Hosts(1, 0, 1, 10, Duration.ofSeconds(60));
        try (var holding = permits(bounds);
                var aborted = permits(bounds);
                var asking = Executors.newVirtualThreadPerTaskExecutor()) {
            var used = holding.acquire(HOST);
            var waiting = asking.submit(() -> aborted.acquire(HOST));
            await("the other to wait", () -> slotsOfEach().equals(List.of(0, 1)));
            waiting.cancel(true);
            used.close();

            await("the row of who waits no more to go", () -> !slotsOfEach().contains(0));
            holding.acquire(HOST).close();
        }
    }

    private LedgerPermits permits(HttpSettings.Hosts bounds) {
        return new LedgerPermits(database.jdbc, database.transaction, bounds, LIVENESS);
    }

    /** So many threads that ask for one permit after the other; the count is of those that were given. */
    private static AtomicLong busy(ExecutorService executor, LedgerPermits permits, int threads, AtomicBoolean ending) {
        var given = new AtomicLong();
        for (int i = 0; i < threads; i++) {
            var unused = executor.submit(() -> {
                while (!ending.get()) {
                    try (var permit = permits.acquire(HOST)) {
                        assertThat(permit).isNotNull();
                        given.incrementAndGet();
                        Thread.sleep(20);
                    }
                }
                return given;
            });
        }
        return given;
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        var end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private List<Integer> slotsOfEach() {
        return database.jdbc
                .sql("select slots from harvest_host where host = ? and holder <> '' order by slots")
                .param(HOST)
                .query(Integer.class)
                .list();
    }

    private int slotsHeld() {
        return database.jdbc
                .sql("select coalesce(sum(slots), 0) from harvest_host where host = ? and holder <> ''")
                .param(HOST)
                .query(Integer.class)
                .single();
    }
}
