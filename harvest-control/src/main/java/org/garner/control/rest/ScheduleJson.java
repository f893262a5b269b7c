package org.garner.control.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.garner.control.schedule.QuietHours;
import org.garner.control.schedule.SchedulerSwitch;
import org.garner.ledger.Schedules.Upcoming;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * When a source runs next by the clock, and what is in the way.
 *
 * @param due the next time, regular or for another try; it stays when something is in the way then, except an open job
 */
@JsonNaming(SnakeCaseStrategy.class)
record ScheduleJson(
        Source source,
        String frequency,
        List<String> quietHours,
        @Nullable Instant due,
        @Nullable Instant nextRun,
        @Nullable Instant retryAt,
        int failures,
        List<Held> heldBy) {

    record Source(UUID id, String name) {}

    /** What keeps the source from being started at its due time, or now when that has passed; {@code until} is null when nobody knows. */
    record Held(
            String reason,
            String detail,
            @Nullable Instant until,
            @Nullable UUID job) {}

    static ScheduleJson of(Upcoming one, SchedulerSwitch.State scheduler, Instant now) {
        return new ScheduleJson(
                new Source(one.source(), one.name()),
                one.frequency(),
                one.quietHours(),
                one.due(),
                one.next(),
                one.retry(),
                one.failures(),
                held(one, scheduler, now));
    }

    private static List<Held> held(Upcoming one, SchedulerSwitch.State scheduler, Instant now) {
        var held = new ArrayList<Held>();
        if (!scheduler.on()) {
            held.add(new Held("scheduler", "The scheduler is " + scheduler.reason(), null, null));
        }
        if (!one.active()) {
            held.add(new Held("inactive", "The source is not active: it takes no jobs.", null, null));
        }
        if (one.paused() != null) {
            held.add(new Held("paused", String.valueOf(one.because()), null, null));
        }
        var due = one.due();
        quiet(one.quietHours(), due == null || due.isBefore(now) ? now : due)
                .ifPresent(until ->
                        held.add(new Held("quiet-hours", "It is quiet then, until %s.".formatted(until), until, null)));
        if (one.openJob() != null) {
            held.add(new Held(
                    "open-job",
                    "Job %s is open. Should it still be when the source is due, that time is left out."
                            .formatted(one.openJob()),
                    null,
                    one.openJob()));
        }
        return held;
    }

    /** What SQL wrote may be unreadable; the scheduler says so when the source is due. */
    private static Optional<Instant> quiet(List<String> hours, Instant time) {
        try {
            return QuietHours.until(QuietHours.parse(hours), time);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
