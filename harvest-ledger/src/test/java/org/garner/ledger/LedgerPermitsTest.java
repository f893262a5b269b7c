package org.garner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class LedgerPermitsTest {
    private static final String HOST = "coast.example";

    private final LedgerDatabase database = new LedgerDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aListingThatAsksOnePageAfterTheOtherLeavesTheOtherSlotsToTheFetch() throws Exception {
        try (var listing = new LedgerPermits(database.jdbc, database.transaction, 4);
                var fetching = new LedgerPermits(database.jdbc, database.transaction, 4);
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
