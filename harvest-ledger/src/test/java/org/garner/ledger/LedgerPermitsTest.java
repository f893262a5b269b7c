package org.garner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

    private int slotsHeld() {
        return database.jdbc
                .sql("select sum(slots) from harvest_host where host = ? and holder <> ''")
                .param(HOST)
                .query(Integer.class)
                .single();
    }
}
