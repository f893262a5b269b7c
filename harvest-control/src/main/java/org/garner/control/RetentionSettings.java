package org.garner.control;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what is over is kept.
 *
 * @param every how often the leader looks for what can go
 * @param history how long jobs are kept after their end, with their objects, errors and orders
 * @param jobs how many jobs of each source are kept, however old they are
 * @param documents how long a document is kept after no job stored it and nothing refers to it any more
 * @param operations how long operations are kept after their end
 * @param log how long a line of the log of a job is kept, while the job is
 * @param audit how long an event of the audit trail is kept
 */
@ConfigurationProperties("garner.retention")
record RetentionSettings(
        @DefaultValue("1h") Duration every,
        @DefaultValue("90d") Duration history,
        @DefaultValue("30") int jobs,
        @DefaultValue("48h") Duration documents,
        @DefaultValue("90d") Duration operations,
        @DefaultValue("30d") Duration log,
        @DefaultValue("400d") Duration audit) {
    private static final Duration DAY = Duration.ofDays(1);

    RetentionSettings {
        positive("every", every);
        positive("history", history);
        positive("operations", operations);
        positive("log", log);
        positive("audit", audit);
        if (jobs < 1) {
            throw new IllegalArgumentException(
                    "garner.retention.jobs is at least 1, because the newest job says what can be resumed, but was %d"
                            .formatted(jobs));
        }
        if (documents.compareTo(DAY) < 0) {
            throw new IllegalArgumentException(
                    "garner.retention.documents is at least 24h, because a document that comes again is noted only twice a day, but was %s"
                            .formatted(documents));
        }
    }

    private static void positive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(
                    "garner.retention.%s is longer than nothing, but was %s".formatted(name, duration));
        }
    }
}
