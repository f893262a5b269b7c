package org.garner.control.rest;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.garner.control.rest.JobViews.JobView;
import org.garner.harvest.Outcome;
import org.garner.harvest.http.Secrets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A job as the endpoint shows it. */
@JsonNaming(SnakeCaseStrategy.class)
record JobJson(
        UUID id,
        Source source,
        String status,
        @Nullable String outcome,
        @Nullable String reason,
        String phase,
        String mode,
        String trigger,
        int epoch,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant finished,
        @Nullable Instant lastProgress,
        @Nullable String endedBy,
        @Nullable String askedBy,
        @Nullable String abortedBy,
        Listing listing,
        Counts counts,
        boolean settled,
        long held,
        @Nullable HoldJson hold,
        long errorsTotal,
        long requests,
        long bytes) {

    record Source(UUID id, String name, URI url) {}

    record Listing(
            String completeness, String mode, @Nullable Long expected, long errors) {}

    /** How many records are where; {@code open} are those that have not ended. */
    record Counts(
            long gathered,
            long duplicates,
            long added,
            long updated,
            long unchanged,
            long deleted,
            long errored,
            long cancelled,
            long fetched,
            long open) {
        private static Counts of(JobView view) {
            var progress = view.progress();
            var counts = view.counts();
            var ended = counts.entrySet().stream()
                    .filter(entry -> entry.getKey() != Outcome.DELETED)
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            return new Counts(
                    progress.listed(),
                    progress.duplicates(),
                    counts.getOrDefault(Outcome.ADDED, 0L),
                    counts.getOrDefault(Outcome.UPDATED, 0L),
                    counts.getOrDefault(Outcome.UNCHANGED, 0L),
                    counts.getOrDefault(Outcome.DELETED, 0L),
                    counts.getOrDefault(Outcome.ERRORED, 0L),
                    counts.getOrDefault(Outcome.CANCELLED, 0L),
                    view.fetched(),
                    Math.max(0, progress.listed() - ended));
        }
    }

    static JobJson of(JobView view) {
        var job = view.job();
        var source = view.source();
        var progress = view.progress();
        return new JobJson(
                job.id(),
                new Source(source.id(), source.name(), Secrets.hidden(source.url())),
                job.status(),
                job.outcome(),
                job.reason(),
                progress.phase(),
                job.mode().word(),
                job.trigger(),
                job.epoch(),
                job.created(),
                job.started(),
                job.finished(),
                progress.heartbeat(),
                job.endedBy(),
                job.askedBy(),
                job.abortedBy(),
                new Listing(
                        progress.completeness(),
                        progress.listingMode(),
                        progress.expected(),
                        view.errors().ofListing()),
                Counts.of(view),
                view.settled(),
                progress.held(),
                view.hold() == null ? null : HoldJson.of(view.hold()),
                view.errors().total(),
                progress.requests(),
                progress.bytes());
    }
}
