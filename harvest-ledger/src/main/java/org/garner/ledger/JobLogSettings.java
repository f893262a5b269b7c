package org.garner.ledger;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What processes write into the log of a job.
 *
 * @param level the least that a line must matter: debug, info, warning, error or critical. How a job starts and ends is written at any level
 * @param problems how many problems, such as errors of records and waits for a host, each process writes for one job
 */
@ConfigurationProperties("garner.job-log")
public record JobLogSettings(
        @DefaultValue("info") HarvestLog.Level level,
        @DefaultValue("1000") int problems) {
    public JobLogSettings {
        if (problems < 0) {
            throw new IllegalArgumentException("garner.job-log.problems is 0 or more, but was %d".formatted(problems));
        }
    }
}
