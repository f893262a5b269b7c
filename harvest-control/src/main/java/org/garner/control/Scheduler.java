package org.garner.control;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.garner.control.schedule.Cadence;
import org.garner.control.schedule.QuietHours;
import org.garner.control.schedule.SchedulerSwitch;
import org.garner.ledger.ControlLease;
import org.garner.ledger.Jobs;
import org.garner.ledger.Schedules;
import org.garner.ledger.Schedules.Due;
import org.garner.ledger.Schedules.Ended;
import org.garner.ledger.Schedules.Judged;
import org.garner.ledger.Schedules.Plan;
import org.garner.ledger.Schedules.Step;
import org.garner.ledger.Schedules.Verdict;
import org.garner.ledger.Schedules.Wait;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Starts sources when they are due. A due time is a row in the ledger; a job is added in the transaction that leaves it behind for the next one, so
 * that each is fired once: through restarts, two controls, and clocks that jump. What was due while nobody ran is fired once, not many times.
 */
class Scheduler {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private static final int AT_ONCE = 500;
    private static final Duration BETWEEN_VERDICTS = Duration.ofSeconds(5);

    private final Tables tables;
    private final SchedulerSwitch power;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final Dispatching dispatching;
    private final Counter fired;
    private final Counter skipped;
    private final Counter awaited;
    private volatile SchedulerSwitch.@Nullable State state;
    private @Nullable Instant judged;

    record Tables(Schedules schedules, Jobs jobs, ControlLease lease) {}

    /**
     * What the scheduler asks of the dispatcher.
     *
     * @param epoch in which this process leads; empty when another does
     * @param wake takes up at once what was added
     */
    record Dispatching(Supplier<OptionalLong> epoch, Runnable wake) {}

    Scheduler(
            Tables tables,
            SchedulerSwitch power,
            Clock clock,
            TransactionTemplate transaction,
            Dispatching dispatching,
            MeterRegistry metrics) {
        this.tables = tables;
        this.power = power;
        this.clock = clock;
        this.transaction = transaction;
        this.dispatching = dispatching;
        fired = counter(metrics, "fired", "Due times at which a job was added");
        skipped = counter(metrics, "skipped", "Due times at which the source had an open job");
        awaited = counter(metrics, "awaited", "Due times that wait for the end of quiet hours");
        Gauge.builder("harvest.scheduler.on", this, it -> it.state != null && it.state.on() ? 1 : 0)
                .description("1 when this control process starts sources by the clock while it leads")
                .register(metrics);
        Gauge.builder("harvest.scheduler.mismatch", this, it -> it.state != null && it.state.mismatch() ? 1 : 0)
                .description("1 when the database belongs to another environment, so that the scheduler stays off")
                .register(metrics);
    }

    private static Counter counter(MeterRegistry metrics, String what, String description) {
        return Counter.builder("harvest.schedule." + what)
                .description(description)
                .register(metrics);
    }

    /** Whether it runs, and why, for people; never asks the database. */
    String says() {
        var now = state;
        return now == null ? "off: it has not started yet" : now.reason();
    }

    /** Before the first look: says whose database this is, when it is told and nobody has said so. */
    void start() {
        power.claim();
    }

    /** Plans, judges and fires what there is to. */
    void look() {
        var now = clock.instant();
        var on = power.state();
        if (!on.equals(state)) {
            say(on);
            state = on;
        }
        var epoch = dispatching.epoch().get();
        if (epoch.isEmpty()) {
            return;
        }
        plan(now, epoch.getAsLong());
        if (judged == null || Duration.between(judged, now).abs().compareTo(BETWEEN_VERDICTS) >= 0) {
            judged = now;
            judge(now, epoch.getAsLong());
        }
        for (int some = AT_ONCE; on.on() && some == AT_ONCE; ) {
            some = fire(now, epoch.getAsLong());
        }
    }

    private static void say(SchedulerSwitch.State state) {
        if (state.mismatch()) {
            LOG.warn("The scheduler is {}", state.reason());
        } else {
            LOG.info("The scheduler is {}", state.reason());
        }
    }

    /** Gives those sources a first due time that have none; also while the scheduler is off, so that people see it. */
    private void plan(Instant now, long epoch) {
        var anchor = now.truncatedTo(ChronoUnit.SECONDS);
        var plans = new ArrayList<Plan>();
        for (var source : tables.schedules().unplanned(AT_ONCE)) {
            try {
                plans.add(new Plan(
                        source, anchor, next(source.source(), source.frequency(), anchor, anchor.minusNanos(1))));
            } catch (IllegalArgumentException e) {
                pause(source.source(), source.name(), String.valueOf(e.getMessage()), now);
            }
        }
        if (!plans.isEmpty()) {
            committed(epoch, () -> tables.schedules().plan(plans));
        }
    }

    /** When a due source is due again. Another try after a failure leaves the regular time where it is. */
    private static Instant following(Due due, Instant now) {
        return due.next().isAfter(now) ? due.next() : next(due.source(), due.frequency(), due.anchor(), now);
    }

    private static Instant next(UUID source, String frequency, Instant anchor, Instant after) {
        return Cadence.parse(frequency)
                .dueAfter(after, anchor, source)
                .orElseThrow(
                        () -> new IllegalArgumentException("Frequency %s has no further time".formatted(frequency)));
    }

    /** SQL may have written what nobody can read: such a source waits for somebody, and holds up no other. */
    private void pause(UUID source, String name, String reason, Instant now) {
        LOG.warn("The schedule of source {} is paused: {}", name, reason);
        tables.schedules().pause(List.of(source), reason, now);
    }

    private void judge(Instant now, long epoch) {
        var ended = tables.schedules().ended(AT_ONCE).stream()
                .map(Scheduler::verdict)
                .toList();
        if (ended.isEmpty()) {
            return;
        }
        committed(epoch, () -> tables.schedules().judge(ended, now));
        for (var one : ended) {
            if (one.because() != null) {
                LOG.warn("The schedule of source {} is paused: {}", one.ended().name(), one.because());
            }
        }
    }

    private static Judged verdict(Ended job) {
        return switch (job.outcome()) {
            case "failed" ->
                job.refused() == null
                        ? new Judged(job, Verdict.FAILED, null)
                        : new Judged(
                                job,
                                Verdict.REFUSED,
                                "The source answered %d when job %s asked for its listing: it wants other credentials, or lets us in no more. Nothing is tried again by the clock until the source is edited (%s) or a job that somebody starts ends well."
                                        .formatted(
                                                job.refused(), job.job(), "PATCH with {\"active\": true} is enough"));
            case "aborted" -> new Judged(job, Verdict.NEITHER, null);
            default -> new Judged(job, Verdict.FINE, null);
        };
    }

    /** @return how many due sources there were */
    private int fire(Instant now, long epoch) {
        var due = tables.schedules().due(now, AT_ONCE);
        var waits = new ArrayList<Wait>();
        var steps = new ArrayList<Step>();
        for (var one : due) {
            try {
                var quiet = QuietHours.until(QuietHours.parse(one.quietHours()), now);
                if (quiet.isPresent() && !one.open()) {
                    waits.add(new Wait(one, quiet.get()));
                } else {
                    steps.add(new Step(one, following(one, now)));
                }
            } catch (IllegalArgumentException e) {
                pause(one.source(), one.name(), String.valueOf(e.getMessage()), now);
            }
        }
        if (!waits.isEmpty()) {
            committed(epoch, () -> tables.schedules().await(waits));
            waits.forEach(wait -> LOG.info(
                    "Source {} is due ({}), and waits for the end of its quiet hours at {}",
                    wait.due().name(),
                    since(wait.due()),
                    wait.until()));
            awaited.increment(waits.size());
        }
        if (!steps.isEmpty()) {
            start(steps, epoch);
        }
        return due.size();
    }

    private void start(List<Step> steps, long epoch) {
        var outcome = transaction.<Started>execute(status -> {
            var moved = tables.schedules().step(steps);
            var free = steps.stream()
                    .map(Step::due)
                    .filter(due -> !due.open() && moved.contains(due.source()))
                    .map(Due::source)
                    .toList();
            var jobs = free.isEmpty() ? Set.<UUID>of() : tables.jobs().addDue(free);
            tables.lease().check(epoch);
            return new Started(moved, jobs);
        });
        for (var step : steps) {
            var due = step.due();
            if (outcome.jobs().contains(due.source())) {
                fired.increment();
                LOG.info(
                        "Source {} was due ({}): a job is added; the next one is due {}",
                        due.name(),
                        since(due),
                        step.next());
            } else if (outcome.moved().contains(due.source())) {
                skipped.increment();
                LOG.warn(
                        "Source {} was due ({}) and has an open job: nothing is added; the next one is due {}",
                        due.name(),
                        since(due),
                        step.next());
            }
        }
        if (!outcome.jobs().isEmpty()) {
            dispatching.wake().run();
        }
    }

    /** The sources whose due time this process left behind, and those of them that got a job. */
    private record Started(Set<UUID> moved, Set<UUID> jobs) {}

    private static Instant since(Due due) {
        var retry = due.retry();
        return retry != null && retry.isBefore(due.next()) ? retry : due.next();
    }

    private void committed(long epoch, Runnable work) {
        transaction.executeWithoutResult(status -> {
            work.run();
            tables.lease().check(epoch);
        });
    }
}
