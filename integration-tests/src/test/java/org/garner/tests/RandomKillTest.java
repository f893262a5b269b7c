package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
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
 * Processes die at random moments of harvests, and nobody but the system mends what they leave behind. How many: {@code -Dgarner.faults.kills}; which
 * ones and when: {@code -Dgarner.faults.seed}, so that a failure can be had again.
 */
@Tag("faults")
@ExtendWith(Installation.Extension.class)
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class RandomKillTest {
    private static final int RECORDS = 5000;
    private static final int KILLS = Integer.getInteger("garner.faults.kills", 10);
    private static final long SEED = Long.getLong("garner.faults.seed", 4);
    private static final List<String> ROOMS = List.of("control", "gather", "fetch", "import");
    private static final Duration LONGEST_JOB = Duration.ofMinutes(6);

    private final Installation garner;
    private final Random random = new Random(SEED);
    private final List<String> story = new ArrayList<>();

    RandomKillTest(Installation garner) {
        this.garner = garner;
    }

    @Test
    void everyHarvestEndsByItselfAndNothingIsLostOrDoubled() throws Exception {
        var source = new SimulatedCsw(
                        "/random", Records.of(RECORDS).seeded(SEED).sized(3000))
                .pageCap(100)
                .withoutIsoPages();
        source.latency(Duration.ofMillis(100));
        try (var simulator = Simulator.builder().with(source).start(0)) {
            var jobs = new ArrayList<UUID>();
            jobs.add(garner.api().harvest("random", "csw", simulator.uri(source)));
            var killed = 0;
            while (killed < KILLS) {
                Thread.sleep(random.nextInt(200, 2500));
                if (garner.ledger().ended(jobs.getLast())) {
                    awaitSuccess(jobs.getLast());
                    // The next harvest has as much to do: what is changed is fetched and imported anew.
                    source.change(RECORDS);
                    jobs.add(garner.api().startAgain("random"));
                    continue;
                }
                kill(ROOMS.get(random.nextInt(ROOMS.size())));
                killed++;
            }
            awaitSuccess(jobs.getLast());
            new Exactness(garner).check(source, garner.ledger().sourceOf(jobs.getFirst()), jobs);
            assertThat(killed).isEqualTo(KILLS);
            System.out.printf(
                    "faults: %d kills at random moments of %d harvests passed (seed %d)%n", killed, jobs.size(), SEED);
        }
    }

    private void kill(String room) throws InterruptedException {
        story.add("%s at %d ms".formatted(room, System.currentTimeMillis() % 10_000_000));
        garner.room(room).kill();
        Thread.sleep(random.nextInt(0, 1500));
        garner.room(room).start();
    }

    private void awaitSuccess(UUID job) {
        garner.rooms().forEach(room -> room.awaitReady(garner.api()));
        Await.until(
                LONGEST_JOB,
                () -> "job %s to end after the kills %s (seed %d); it is %s and holds %s%s"
                        .formatted(
                                job,
                                story,
                                SEED,
                                garner.api().job(job),
                                garner.ledger().outcomes(job),
                                garner.logs()),
                () -> garner.api().job(job).path("settled").asBoolean());
        var shown = garner.api().job(job);
        assertThat(shown.path("outcome").asString())
                .as("%s after %s%s", shown, story, garner.logs())
                .isEqualTo("succeeded");
        assertThat(shown.path("ended_by").asString()).isEqualTo("control");
    }
}
