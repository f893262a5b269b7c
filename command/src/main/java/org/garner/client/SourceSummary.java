package org.garner.client;

import org.jspecify.annotations.Nullable;

/**
 * How much there is of a source.
 *
 * @param datasets those that the catalogue shows
 * @param jobs all jobs, dry runs too
 * @param lastJob the newest
 */
public record SourceSummary(
        Job.Source source,
        long datasets,
        long jobs,
        @Nullable Job lastJob) {}
