package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The queue is purged while three jobs run: first the work of one source, then all. The records of each source: {@code -Dgarner.faults.purged}.
 */
@ExtendWith(Installation.Extension.class)
@Tag("faults")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class PurgeUnderLoadTest {
    private static final int RECORDS = Integer.getInteger("garner.faults.purged", 1500);
    private static final int SOURCES = 3;

    private final Installation garner;
    private final JobMarks marks;
    private final List<SimulatedCsw> sources = new ArrayList<>();
    private final List<UUID> jobs = new ArrayList<>();

    PurgeUnderLoadTest(Installation garner) {
        this.garner = garner;
        this.marks = new JobMarks(garner.backends().database());
    }

    @Test
    void noWorkerHoldsWhatWasPurgedAndTheOthersGoOn() throws InterruptedException {
        try (var simulator = simulator()) {
            startJobs(simulator);
            var first = jobs.getFirst();
            var others = jobs.subList(1, SOURCES);

            var purged = garner.api().purge("purged-0");

            assertThat(purged.at("/total/jobs").asInt()).isEqualTo(1);
            assertThat(purged.at("/total/objects").asInt()).isPositive();
            assertDropped(List.of(first));
            assertMoving(others);

            var rest = garner.api().purge(null);

            assertThat(rest.at("/total/jobs").asInt()).isEqualTo(others.size());
            assertDropped(others);
            // A worker looks twice a second whether its orders are still wanted.
            Thread.sleep(1500);
            var requests = requests();
            assertThat(jobs).allSatisfy(job -> {
                garner.awaitSettled(job, Duration.ofSeconds(10));
                var shown = garner.api().job(job);
                assertThat(shown.path("outcome").asString()).isEqualTo("aborted");
                assertThat(shown.path("reason").asString()).contains("purged");
            });
            Thread.sleep(1000);
            assertThat(requests()).as("requests to the sources").isEqualTo(requests);
            assertHealed();
        }
    }

    private Simulator simulator() {
        var builder = Simulator.builder();
        for (int i = 0; i < SOURCES; i++) {
            var source = new SimulatedCsw(
                            "/purged-" + i, Records.of(RECORDS).seeded(5000 + i).sized(6000))
                    .pageCap(50)
                    .withoutIsoPages();
            source.latency(Duration.ofMillis(300));
            sources.add(source);
            builder.with(source);
        }
        return builder.start(0);
    }

    /** Three jobs, with work of each in the hands of workers. */
    private void startJobs(Simulator simulator) {
        for (int i = 0; i < SOURCES; i++) {
            jobs.add(garner.api().harvest("purged-" + i, "csw", simulator.uri(sources.get(i))));
        }
        Await.until(
                Duration.ofMinutes(1),
                () -> "all three jobs to be under way: " + standings() + garner.logs(),
                () -> jobs.stream()
                        .allMatch(job -> marks.inHands(List.of(job)) > 1
                                && garner.ledger().outcomes(job).containsKey("added")));
    }

    private String standings() {
        return jobs.stream()
                .map(job -> "%d listed, %d orders in hands, %s"
                        .formatted(
                                garner.ledger().listed(job),
                                marks.inHands(List.of(job)),
                                garner.ledger().outcomes(job)))
                .collect(Collectors.joining("; "));
    }

    private void assertDropped(List<UUID> purged) {
        var asked = System.nanoTime();
        Await.until(
                Duration.ofSeconds(5),
                () -> "workers to drop the %d orders that they hold%s".formatted(marks.inHands(purged), garner.logs()),
                () -> marks.inHands(purged) == 0);
        System.out.printf(
                "Orders of %d purged jobs were dropped within %s%n",
                purged.size(), Duration.ofNanos(System.nanoTime() - asked));
    }

    private void assertMoving(List<UUID> running) {
        for (var job : running) {
            var before = ended(job);
            Await.until(
                    Duration.ofSeconds(20),
                    () -> "job %s to go on%s".formatted(garner.api().job(job), garner.logs()),
                    () -> ended(job) > before);
        }
    }

    private long ended(UUID job) {
        return garner.ledger().outcomes(job).getOrDefault("added", 0L);
    }

    private long requests() {
        return sources.stream().mapToLong(SimulatedCsw::requests).sum();
    }

    private void assertHealed() {
        sources.forEach(source -> source.latency(Duration.ZERO));
        var again = new ArrayList<UUID>();
        for (int i = 0; i < SOURCES; i++) {
            again.add(garner.api().startAgain("purged-" + i));
        }
        for (int i = 0; i < SOURCES; i++) {
            garner.awaitSettled(again.get(i), Duration.ofMinutes(5));
            assertThat(garner.api().job(again.get(i)).path("outcome").asString())
                    .isEqualTo("succeeded");
            new Exactness(garner)
                    .check(sources.get(i), garner.ledger().sourceOf(again.get(i)), List.of(jobs.get(i), again.get(i)));
        }
    }
}
