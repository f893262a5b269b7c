package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Aborts at random moments of a job: each is quick and final, and a start or a resume, by turns, goes on from there. How many:
 * {@code -Dgarner.faults.aborts}; when: {@code -Dgarner.faults.seed}, so that a failure can be had again.
 */
@ExtendWith(Installation.Extension.class)
@Tag("faults")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class RandomAbortTest {
    private static final int RECORDS = 2000;
    private static final int ABORTS = Integer.getInteger("garner.faults.aborts", 8);
    private static final long SEED = Long.getLong("garner.faults.seed", 4);
    /** What the answer and the final counts may take; far above what they do, because this is no measurement. */
    private static final Duration BOUND = Duration.ofSeconds(10);

    private static final Duration FROZEN = Duration.ofSeconds(3);
    private static final Duration LEFT_ALONE = Duration.ofMillis(500);

    private final Installation garner;
    private final JobMarks marks;
    private final Random random = new Random(SEED);
    private final List<Duration> answered = new ArrayList<>();
    private final List<Duration> settled = new ArrayList<>();

    RandomAbortTest(Installation garner) {
        this.garner = garner;
        this.marks = new JobMarks(garner.backends().database());
    }

    @Test
    void anAbortAtAnyMomentIsQuickAndFinal() throws Exception {
        var source = new SimulatedCsw("/aborted", Records.of(RECORDS).seeded(71).sized(6000))
                .pageCap(100)
                .withoutIsoPages();
        source.latency(Duration.ofMillis(100));
        try (var simulator = Simulator.builder().with(source).start(0)) {
            var jobs = new ArrayList<UUID>();
            jobs.add(garner.api().harvest("aborted", "csw", simulator.uri(source)));
            var sourceId = garner.ledger().sourceOf(jobs.getFirst());
            while (answered.size() < ABORTS) {
                Thread.sleep(random.nextInt(50, 6000));
                if (!aborted(jobs.getLast(), sourceId, source)) {
                    awaitSuccess(jobs.getLast());
                    // The next harvest has as much to do.
                    source.change(RECORDS);
                    jobs.add(garner.api().startAgain("aborted"));
                    continue;
                }
                if (answered.size() % 2 == 0) {
                    garner.api().resume(jobs.getLast());
                } else {
                    jobs.add(garner.api().startAgain("aborted"));
                }
            }
            awaitSuccess(jobs.getLast());
            new Exactness(garner).check(source, sourceId, jobs);
            System.out.printf(
                    "%d aborts in %d jobs (seed %d): answered in %s, at most %s; counts final in %s, at most %s%n",
                    ABORTS,
                    jobs.size(),
                    SEED,
                    median(answered),
                    answered.getLast(),
                    median(settled),
                    settled.getLast());
        }
    }

    @Test
    void anAbortHangsUpOnASourceThatDoesNotAnswer() {
        try (var silent = new SlowSite(SlowSite.Manner.SILENT)) {
            var job = garner.api().harvest("never-answers", "csw", silent.uri());
            Await.until(
                    Duration.ofSeconds(25), () -> "the source to be asked" + garner.logs(), () -> silent.waiting() > 0);

            garner.api().abort(job);

            Await.until(
                    Duration.ofSeconds(5),
                    () -> "%d requests to be hung up".formatted(silent.waiting()),
                    () -> silent.waiting() == 0);
            garner.awaitSettled(job, BOUND);
            assertThat(garner.api().job(job).path("outcome").asString()).isEqualTo("aborted");
            assertThat(silent.requests()).isEqualTo(1);
        }
    }

    /** False when the job had ended by then, which may also happen while it is asked for. */
    private boolean aborted(UUID job, UUID sourceId, SimulatedCsw source) throws InterruptedException {
        var asked = System.nanoTime();
        if (!garner.api().abortIfOpen(job)) {
            return false;
        }
        answered.add(Duration.ofNanos(System.nanoTime() - asked));
        garner.awaitSettled(job, BOUND);
        settled.add(Duration.ofNanos(System.nanoTime() - asked));
        assertThat(answered.getLast()).isLessThan(BOUND);

        var frozen = marks.versions(job, sourceId);
        var shown = garner.api().job(job);
        var counts = garner.api().counts(shown);
        assertThat(shown.path("outcome").asString()).as("%s", shown).isEqualTo("aborted");
        assertThat(counts.ended()).as("%s", shown).isEqualTo(counts.gathered());
        assertThat(garner.ledger().outcomes(job)).doesNotContainKey("open");
        var committed = garner.ledger().lastWorkCommitted(job, sourceId);
        if (committed != null) {
            assertThat(committed).isBeforeOrEqualTo(garner.ledger().statusCommitted(job));
        }

        Thread.sleep(FROZEN);

        assertThat(marks.versions(job, sourceId))
                .as("rows of job %s, aborted %d ms ago", job, FROZEN.toMillis())
                .isEqualTo(frozen);
        assertThat(garner.api().job(job)).isEqualTo(shown);
        assertThat(marks.inHands(List.of(job))).isZero();
        // A worker looks twice a second whether its orders are still wanted: until then it may ask for more.
        var requests = source.requests();
        Thread.sleep(LEFT_ALONE);
        assertThat(source.requests()).as("requests to the source").isEqualTo(requests);
        return true;
    }

    private void awaitSuccess(UUID job) {
        garner.awaitSettled(job, Duration.ofMinutes(3));
        var shown = garner.api().job(job);
        assertThat(shown.path("outcome").asString())
                .as("%s (seed %d)%s", shown, SEED, garner.logs())
                .isEqualTo("succeeded");
    }

    private static Duration median(List<Duration> all) {
        Collections.sort(all);
        return all.get(all.size() / 2);
    }
}
