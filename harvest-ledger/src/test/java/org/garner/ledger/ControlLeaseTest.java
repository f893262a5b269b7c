package org.garner.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlLeaseTest {
    private final LedgerDatabase database = new LedgerDatabase();
    private final ControlLease first = new ControlLease(database.jdbc, "first", Duration.ofSeconds(10));
    private final ControlLease second = new ControlLease(database.jdbc, "second", Duration.ofSeconds(10));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aLeaderThatStopsInOrderIsFollowedAtOnce() {
        assertThat(first.take()).hasValue(1);
        assertThat(second.take()).isEmpty();
        first.release();
        assertThat(second.leader())
                .hasValueSatisfying(leader -> assertThat(leader.alive()).isFalse());
        assertThat(second.take()).hasValue(2);
        assertThatThrownBy(() -> first.check(1)).isInstanceOf(ControlLease.LostLeadException.class);
    }

    @Test
    void aSilentLeaderIsFollowedAfterTheTimeThatIsSet() {
        first.take();
        database.jdbc
                .sql("update control_lease set beat = now() - interval '4 seconds'")
                .update();
        assertThat(second.take()).isEmpty();
        assertThat(new ControlLease(database.jdbc, "third", Duration.ofSeconds(3)).take())
                .hasValue(2);
    }

    @Test
    void theLeaseIsRenewedSeveralTimesBeforeItGrowsOld() {
        assertThat(first.renewal()).isEqualTo(Duration.ofSeconds(2));
        assertThat(new ControlLease(database.jdbc, "quick", Duration.ofSeconds(3)).renewal())
                .isEqualTo(Duration.ofSeconds(1));
    }
}
