package org.garner.ledger;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What processes write into the log of a job.
 *
 * @param level the least that a line must matter: debug, info, warning, error or critical. How a job starts and ends is written at any level
 * @param errors how many errors each process writes for one job; those beyond are in the job's list of errors alone
 */
@ConfigurationProperties("garner.job-log")
public record JobLogSettings(
        @DefaultValue("info") HarvestLog.Level level,
        @DefaultValue("1000") int errors) {
    public JobLogSettings {
        if (errors < 0) {
            throw new IllegalArgumentException("garner.job-log.errors is 0 or more, but was %d".formatted(errors));
        }
    }
}
