package org.garner.control;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many jobs run at once. A running job mostly waits for its source, and two cores are busy with four that do not; sixteen leave room for those
 * whose sources are slow, and cost the dispatcher a few milliseconds each tick. The others stay New, in the order of {@link Admission}.
 *
 * @param scheduledAtOnce how many jobs that the clock started run at once
 * @param manualAtOnce how many places only jobs have that somebody started
 */
@ConfigurationProperties("garner.jobs")
record AdmissionSettings(
        @DefaultValue("16") int scheduledAtOnce,
        @DefaultValue("16") int manualAtOnce) {
    AdmissionSettings {
        if (scheduledAtOnce < 1 || manualAtOnce < 1) {
            throw new IllegalArgumentException(
                    "garner.jobs.scheduled-at-once and garner.jobs.manual-at-once are at least 1, but were %d and %d"
                            .formatted(scheduledAtOnce, manualAtOnce));
        }
    }
}
