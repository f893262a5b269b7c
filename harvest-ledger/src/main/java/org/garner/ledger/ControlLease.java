package org.garner.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code control_lease}: which control process leads. */
public class ControlLease {
    private static final Duration LONGEST_RENEWAL = Duration.ofSeconds(2);

    private final JdbcClient jdbc;
    private final String holder;
    private final Duration deadAfter;

    public ControlLease(JdbcClient jdbc, String holder) {
        this(jdbc, holder, Duration.ofSeconds(10));
    }

    /** @param deadAfter a leader that is silent for so long is replaced */
    public ControlLease(JdbcClient jdbc, String holder, Duration deadAfter) {
        this.jdbc = jdbc;
        this.holder = holder;
        this.deadAfter = deadAfter;
    }

    /**
     * Who leads.
     *
     * @param alive false when nobody does: the last leader is silent, and another may take over
     */
    public record Leader(String holder, long epoch, Instant beat, boolean alive) {}

    /** The last process that led; nothing when none ever did. */
    public Optional<Leader> leader() {
        return jdbc.sql("""
            select holder, epoch, beat, beat >= now() - :dead * interval '1 millisecond' as alive
              from control_lease where name = 'control'
            """)
                .param("dead", deadAfter.toMillis())
                .query((row, number) -> new Leader(
                        row.getString("holder"),
                        row.getLong("epoch"),
                        Columns.time(row, "beat"),
                        row.getBoolean("alive")))
                .optional();
    }

    /** True when this process is the holder. */
    public boolean isHeldBy(Leader leader) {
        return leader.holder().equals(holder);
    }

    /** How often the leader says that it lives. */
    public Duration renewal() {
        var third = deadAfter.dividedBy(3);
        return third.compareTo(LONGEST_RENEWAL) < 0 ? third : LONGEST_RENEWAL;
    }

    /** Takes or renews the lease; returns its epoch when this process leads. */
    public OptionalLong take() {
        return jdbc.sql("""
            insert into control_lease as l (name, holder, epoch) values ('control', :me, 1)
            on conflict (name) do update
               set epoch = case when l.holder = :me then l.epoch else l.epoch + 1 end, holder = :me, beat = now()
             where l.holder = :me or l.beat < now() - :dead * interval '1 millisecond'
            returning epoch
            """)
                .param("me", holder)
                .param("dead", deadAfter.toMillis())
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
        jdbc.sql("update control_lease set beat = now() - interval '1 day' where name = 'control' and holder = :me")
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
