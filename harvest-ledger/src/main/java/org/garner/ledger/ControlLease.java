package org.garner.ledger;

import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code control_lease}: which control process leads. */
public class ControlLease {
    private final JdbcClient jdbc;
    private final String holder;

    public ControlLease(JdbcClient jdbc, String holder) {
        this.jdbc = jdbc;
        this.holder = holder;
    }

    /** Takes or renews the lease; returns its epoch when this process leads. A leader that is silent for 10 s is replaced. */
    public OptionalLong take() {
        return jdbc.sql("""
            insert into control_lease as l (name, holder, epoch) values ('control', :me, 1)
            on conflict (name) do update
               set epoch = case when l.holder = :me then l.epoch else l.epoch + 1 end, holder = :me, beat = now()
             where l.holder = :me or l.beat < now() - interval '10 seconds'
            returning epoch
            """)
                .param("me", holder)
                .query(Long.class)
                .optional()
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /**
     * The last statement of each transaction of the leader.
     *
     * @throws LostLeadException when another process leads by now: the transaction must roll back
     */
    public void check(long epoch) {
        var leads = jdbc.sql(
                        "select 1 from control_lease where name = 'control' and holder = :me and epoch = :epoch for"
                                + " share")
                .param("me", holder)
                .param("epoch", epoch)
                .query(Integer.class)
                .optional();
        if (leads.isEmpty()) {
            throw new LostLeadException(holder, epoch);
        }
    }

    /** Lets the lease go, so that another process need not wait for it to grow old. */
    public void release() {
        jdbc.sql("update control_lease set beat = now() - interval '1 minute' where name = 'control' and holder = :me")
                .param("me", holder)
                .update();
    }

    /** Another control process leads by now. */
    public static class LostLeadException extends RuntimeException {
        LostLeadException(String holder, long epoch) {
            super("%s does not lead any more (epoch %d); another control process has taken over."
                    .formatted(holder, epoch));
        }
    }
}
