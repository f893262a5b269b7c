package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.SimulatedWaf;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A source that drips, one that never answers and a very large one do not hold up small ones, each on a host of its own: those end within twice the time that they take
 * without the three, and 5 s. The large one has 10,000 records, or {@code -Dgarner.faults.large}.
 */
@ExtendWith(Installation.Extension.class)
@Tag("faults")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FairnessTest {
    private static final int LARGE = Integer.getInteger("garner.faults.large", 10_000);
    private static final int SOURCES = 10;
    private static final int SMALL = 50;

    private final Installation garner;
    private final JobMarks marks;

    FairnessTest(Installation garner) {
        this.garner = garner;
        this.marks = new JobMarks(garner.backends().database());
    }

    @Test
    void smallSourcesAreNotHeldUpByBadOnesNorByALargeOne() {
        // The first jobs of new processes are slow, which would be to the good of those that are compared with them.
        harvestSmallOnes("fairness-first", 500);
        var alone = slowest(harvestSmallOnes("fairness-alone", 1000));
        var large = new SimulatedCsw("/huge", Records.of(LARGE).seeded(61).sized(6000))
                .pageCap(100)
                .withoutIsoPages();
        large.latency(Duration.ofMillis(200));
        try (var dripping = new SlowSite(SlowSite.Manner.DRIPPING);
                var silent = new SlowSite(SlowSite.Manner.SILENT);
                var simulator = Simulator.builder().with(large).start(0)) {
            var drips = garner.api().harvest("fairness-dripping", "csw", dripping.uri());
            var hangs = garner.api().harvest("fairness-silent", "csw", silent.uri());
            var huge = garner.api().harvest("fairness-huge", "csw", simulator.uri(large));
            Await.until(
                    Duration.ofMinutes(1),
                    () -> "the three to be under way" + garner.logs(),
                    () -> dripping.waiting() > 0
                            && silent.waiting() > 0
                            && garner.ledger().outcomes(huge).getOrDefault("added", 0L) > 0);

            var jobs = harvestSmallOnes("fairness-beside", 2000);

            assertThat(garner.ledger().ended(huge))
                    .as("the large one has ended before the small ones")
                    .isFalse();
            System.out.printf(
                    "Ten small sources: %s alone, %s beside a dripping, a silent and a large source, of whose %d"
                            + " records %d were in%n",
                    alone, slowest(jobs), LARGE, garner.ledger().outcomes(huge).getOrDefault("added", 0L));
            assertThat(slowest(jobs)).isLessThan(alone.multipliedBy(2).plusSeconds(5));

            for (var bad : List.of(drips, hangs)) {
                garner.awaitSettled(bad, Duration.ofMinutes(1));
                var shown = garner.api().job(bad);
                assertThat(shown.path("outcome").asString()).as("%s", shown).isEqualTo("failed");
                System.out.printf(
                        "%s: %s%n", marks.took(bad), shown.path("reason").asString());
            }
            garner.awaitSettled(huge, Duration.ofMinutes(20));
            new Exactness(garner).check(large, garner.ledger().sourceOf(huge), List.of(huge));
            System.out.printf("The large source of %d records took %s%n", LARGE, marks.took(huge));
        }
    }

    private Duration slowest(List<UUID> jobs) {
        return jobs.stream().map(marks::took).max(Duration::compareTo).orElseThrow();
    }

    /** Harvests ten new sources at once; returns their jobs, which have brought everything. */
    private List<UUID> harvestSmallOnes(String name, int seed) {
        var sources = new ArrayList<SimulatedWaf>();
        var simulators = new ArrayList<Simulator>();
        try {
            for (int i = 0; i < SOURCES; i++) {
                var source = new SimulatedWaf(
                        "/" + name, Records.of(SMALL).seeded(seed + i).sized(6000), SimulatedWaf.Style.APACHE);
                sources.add(source);
                simulators.add(Simulator.builder().with(source).start(0));
            }
            var jobs = new ArrayList<UUID>();
            for (int i = 0; i < SOURCES; i++) {
                jobs.add(garner.api()
                        .harvest(name + "-" + i, "waf", simulators.get(i).uri(sources.get(i))));
            }
            for (var job : jobs) {
                garner.awaitSettled(job, Duration.ofMinutes(5));
                assertThat(garner.api().counts(garner.api().job(job)))
                        .isEqualTo(new Api.Counts(SMALL, 0, SMALL, 0, 0, 0, 0, 0));
            }
            return jobs;
        } finally {
            simulators.forEach(Simulator::close);
        }
    }
}
