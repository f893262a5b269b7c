package org.garner.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.garner.ledger.Jobs.Job;

/**
 * Which of the waiting jobs may start. Scheduled jobs have so many places and no more; jobs that somebody started have places of their own, and
 * those of scheduled jobs that are free: no schedule holds up a person. In each queue small sources go first. The start of a big one counts as so
 * much later, but only ten minutes at most: whoever comes after that cannot overtake it.
 */
class Admission {
    private static final Duration PER_RECORD = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** As big as this is taken to be what has never been listed completely. */
    private static final long UNKNOWN = 1000;

    private final AdmissionSettings places;
    private final Function<Collection<UUID>, Map<UUID, Long>> sizes;

    /** @param sizes how many records sources have; those of which it is not known are absent */
    Admission(AdmissionSettings places, Function<Collection<UUID>, Map<UUID, Long>> sizes) {
        this.places = places;
        this.sizes = sizes;
    }

    /**
     * The jobs to start now, in the order in which they start.
     *
     * @param open all jobs that are New or Running
     */
    List<UUID> admit(Collection<Job> open) {
        var waiting = open.stream().filter(Admission::waits).toList();
        if (waiting.isEmpty()) {
            return List.of();
        }
        var running = open.stream().filter(job -> !waits(job)).toList();
        var scheduled = running.stream().filter(Job::scheduled).count();
        var manual = running.size() - scheduled;
        var size = sizes.apply(waiting.stream().map(Job::source).toList());
        Comparator<Job> order = Comparator.<Job, Instant>comparing(
                        job -> job.created().plus(delay(size.getOrDefault(job.source(), UNKNOWN))))
                .thenComparing(Job::id);
        var admitted = new ArrayList<UUID>();
        for (var job :
                waiting.stream().filter(job -> !job.scheduled()).sorted(order).toList()) {
            if (manual < places.manualAtOnce() || taken(scheduled, manual) < places.scheduledAtOnce()) {
                manual++;
                admitted.add(job.id());
            }
        }
        for (var job : waiting.stream().filter(Job::scheduled).sorted(order).toList()) {
            if (taken(scheduled, manual) < places.scheduledAtOnce()) {
                scheduled++;
                admitted.add(job.id());
            }
        }
        return admitted;
    }

    /** How many places of scheduled jobs are taken: by them, and by manual ones beyond their own. */
    private long taken(long scheduled, long manual) {
        return scheduled + Math.max(0, manual - places.manualAtOnce());
    }

    private static boolean waits(Job job) {
        return "New".equals(job.status());
    }

    private static Duration delay(long records) {
        var most = LONGEST.dividedBy(PER_RECORD);
        return PER_RECORD.multipliedBy(Math.min(records, most));
    }
}
