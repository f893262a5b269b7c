package org.garner.control;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.garner.ledger.JobStandings.Standing;

/**
 * Finds the jobs that the system has to end: those that have stood still, run for too long, or bring mostly errors. Looks at each job every few
 * seconds; durations come from a clock that never jumps. Used by the dispatcher's thread alone.
 */
final class JobLimits {
    private final LimitSettings settings;
    private final LongSupplier nanos;
    private final InstantSource wall;
    private final Map<UUID, Stillness> still = new HashMap<>();

    /**
     * @param nanos a clock that never jumps, such as {@link System#nanoTime}
     * @param wall what time it is, for the reasons
     */
    JobLimits(LimitSettings settings, LongSupplier nanos, InstantSource wall) {
        this.settings = settings;
        this.nanos = nanos;
        this.wall = wall;
    }

    /** Since when nothing has moved, and how much of that time was a wait that the source had asked for. */
    private record Stillness(String moves, long since, long lookedAt, boolean paused, Duration waited) {}

    /** Why the system ends this job; empty when it may go on. */
    Optional<String> exceeded(Standing job) {
        var stood = look(job);
        if (stood.compareTo(settings.noProgress()) > 0) {
            return Optional.of(
                    "No progress for %s (limit %s), since %s in the phase %s. The system ended this job: nothing was withdrawn. See the workers' logs and GET /api/v1/workers, then start or resume it."
                            .formatted(words(stood), words(settings.noProgress()), ago(stillFor(job)), job.phase()));
        }
        if (job.age().compareTo(settings.total()) > 0) {
            return Optional.of(
                    "Not done after %s (limit %s), since %s; %d records had ended. The system ended this job: nothing was withdrawn. A new job goes on with what is still missing."
                            .formatted(words(job.age()), words(settings.total()), ago(job.age()), job.ended()));
        }
        if (mostlyErrors(job)) {
            return Optional.of(
                    "%d of %d records had errors (limit %d %%, judged from %d records on; it runs since %s). The system ended this job: its listing stopped, the rest was cancelled, nothing was withdrawn. See the errors of this job, mend the source or its settings, and start it again."
                            .formatted(
                                    job.errored(),
                                    job.ended(),
                                    settings.errorPercent(),
                                    settings.errorsFrom(),
                                    ago(job.age())));
        }
        return Optional.empty();
    }

    /** Records that the ledger named are those that failed before: their errors are what such a job is for. */
    private boolean mostlyErrors(Standing job) {
        return !job.mode().namesRecords()
                && job.ended() >= settings.errorsFrom()
                && job.errored() * 100 > job.ended() * settings.errorPercent();
    }

    /** Forgets all jobs but these. */
    void keep(Collection<UUID> jobs) {
        still.keySet().retainAll(jobs);
    }

    /** How long the job has stood still without a reason. */
    private Duration look(Standing job) {
        var now = nanos.getAsLong();
        var before = still.get(job.job());
        if (before == null || !before.moves().equals(job.moves())) {
            still.put(job.job(), new Stillness(job.moves(), now, now, job.paused(), Duration.ZERO));
            return Duration.ZERO;
        }
        var waited =
                before.paused() && job.paused() ? before.waited().plusNanos(now - before.lookedAt()) : before.waited();
        still.put(job.job(), new Stillness(before.moves(), before.since(), now, job.paused(), waited));
        var excused = waited.compareTo(settings.retryAfter()) < 0 ? waited : settings.retryAfter();
        return Duration.ofNanos(now - before.since()).minus(excused);
    }

    private Duration stillFor(Standing job) {
        var known = still.get(job.job());
        return known == null ? Duration.ZERO : Duration.ofNanos(known.lookedAt() - known.since());
    }

    private Instant ago(Duration age) {
        return wall.instant().minus(age).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String words(Duration duration) {
        return duration.toMinutes() >= 600
                ? duration.toHours() + " h"
                : duration.toMinutes() >= 2 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
