package org.garner.ledger;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How soon a process that died is noticed, and what becomes of its work. All processes of one installation need the same values.
 *
 * @param heartbeat how often a worker says that it lives, and how often control looks for dead ones
 * @param deadAfter a worker that was silent for so long is dead: its orders go to others. At least twice the heartbeat
 * @param leaderDeadAfter a control process that led and was silent for so long is replaced. At least a second
 * @param resendAfter an order that nobody has accepted is sent again after this, and each further time after twice as long
 * @param attempts how many workers may fail with an order before it is halved, or its only record is parked
 * @param finishWithin how long a worker that stops goes on with what it has begun, before it gives that back too
 */
@ConfigurationProperties("garner.liveness")
public record LivenessSettings(
        @DefaultValue("5s") Duration heartbeat,
        @DefaultValue("30s") Duration deadAfter,
        @DefaultValue("10s") Duration leaderDeadAfter,
        @DefaultValue("60s") Duration resendAfter,
        @DefaultValue("3") int attempts,
        @DefaultValue("20s") Duration finishWithin) {
    public LivenessSettings {
        if (heartbeat.toMillis() < 100) {
            throw wrong("heartbeat is at least 100 ms", heartbeat);
        }
        if (deadAfter.compareTo(heartbeat.multipliedBy(2)) < 0) {
            throw wrong("dead-after is at least twice the heartbeat (%s)".formatted(heartbeat), deadAfter);
        }
        if (leaderDeadAfter.compareTo(Duration.ofSeconds(1)) < 0) {
            throw wrong("leader-dead-after is at least 1 s", leaderDeadAfter);
        }
        if (!resendAfter.isPositive()) {
            throw wrong("resend-after is longer than 0", resendAfter);
        }
        if (attempts < 1) {
            throw wrong("attempts is at least 1", attempts);
        }
        if (finishWithin.isNegative()) {
            throw wrong("finish-within is 0 or longer", finishWithin);
        }
    }

    private static IllegalArgumentException wrong(String rule, Object value) {
        return new IllegalArgumentException("garner.liveness.%s, but was %s".formatted(rule, value));
    }
}
