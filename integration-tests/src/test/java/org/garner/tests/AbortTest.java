package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** An abort is quick and final, and a resume brings exactly the rest (law 3). Of how many records: {@code -Dgarner.faults.large}. */
@ExtendWith(Installation.Extension.class)
@Timeout(value = 40, unit = TimeUnit.MINUTES)
class AbortTest {
    private static final int RECORDS = Integer.getInteger("garner.faults.large", 20_000);
    private static final Duration PATIENCE = Duration.ofSeconds(200 + RECORDS / 100);

    private final Installation garner;

    AbortTest(Installation garner) {
        this.garner = garner;
    }

    @Test
    void nothingOfAnAbortedJobCommitsAndItsResumeFinishesItExactly() throws Exception {
        var csw = new SimulatedCsw("/large", Records.of(RECORDS).seeded(31).sized(6000));
        try (var simulator = Simulator.builder().with(csw).start(0)) {
            var job = garner.api().harvest("large", "csw", simulator.uri(csw));
            var source = garner.ledger().sourceOf(job);
            Await.until(
                    PATIENCE,
                    () -> "a quarter of the job; it is " + garner.api().job(job) + garner.logs(),
                    () -> garner.ledger().outcomes(job).getOrDefault("added", 0L) > RECORDS / 4);

            var before = System.nanoTime();
            garner.api().abort(job);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
            var held = garner.ledger().holdings(source);
            assertThat(held.packages()).isBetween(RECORDS / 4L, RECORDS - 1L);

            assertCountsAreFinalWithinTwoSeconds(job, held.packages());
            assertNothingMoves(source, held);
            assertThat(garner.ledger().lastWorkCommitted(job, source))
                    .isBeforeOrEqualTo(garner.ledger().statusCommitted(job));

            garner.api().resume(job);
            garner.awaitSettled(job, PATIENCE);
            assertFinishedExactly(job, source);
        }
    }

    private void assertCountsAreFinalWithinTwoSeconds(UUID job, long added) {
        Await.until(
                Duration.ofSeconds(2),
                () -> "final counts of an aborted job; it is " + garner.api().job(job) + garner.logs(),
                () -> garner.api().job(job).path("settled").asBoolean());
        var shown = garner.api().job(job);
        var counts = garner.api().counts(shown);
        assertThat(shown.path("outcome").asString()).isEqualTo("aborted");
        assertThat(counts.ended()).as("%s", shown).isEqualTo(counts.gathered());
        assertThat(counts)
                .isEqualTo(new Api.Counts(counts.gathered(), 0, added, 0, 0, 0, 0, counts.gathered() - added));
        assertThat(counts.cancelled()).isPositive();
    }

    /** Looks for five seconds. */
    private void assertNothingMoves(UUID source, Ledger.Holdings held) throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            assertThat(garner.ledger().holdings(source)).isEqualTo(held);
            Thread.sleep(250);
        }
    }

    private void assertFinishedExactly(UUID job, UUID source) {
        var shown = garner.api().job(job);
        assertThat(shown.path("outcome").asString()).as("%s", shown).isEqualTo("succeeded");
        assertThat(garner.api().counts(shown)).isEqualTo(new Api.Counts(RECORDS, 0, RECORDS, 0, 0, 0, 0, 0));
        assertThat(garner.ledger().outcomes(job)).isEqualTo(Map.of("added", (long) RECORDS));
        var holdings = garner.ledger().holdings(source);
        assertThat(holdings).isEqualTo(Ledger.Holdings.exactly(RECORDS, holdings.stated()));
        Await.until(
                Duration.ofMinutes(3),
                () -> "%d datasets to be found, not %d; %d changes wait for the index%s"
                        .formatted(
                                RECORDS,
                                garner.api().found(source),
                                garner.ledger().notSearchable(),
                                garner.logs()),
                () -> garner.api().found(source) == RECORDS);
    }
}
