package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every process dies once in the middle of its work; nobody but the system itself mends what it leaves behind. */
@Tag("faults")
@ExtendWith(Installation.Extension.class)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class KillTest {
    private static final int RECORDS = 2000;
    private static final int PAGE = 20;

    private final Installation garner;

    KillTest(Installation garner) {
        this.garner = garner;
    }

    @Test
    void aJobOutlivesTheDeathOfEachProcess() throws Exception {
        // Pages without documents: every record needs the gather, the fetch and the import, and the listing lasts 40 s.
        var source = new SimulatedCsw("/mortal", Records.of(RECORDS).seeded(21).sized(6000))
                .pageCap(PAGE)
                .withoutIsoPages();
        source.latency(Duration.ofMillis(400));
        try (var simulator = Simulator.builder().with(source).start(0)) {
            var job = garner.api().harvest("mortal", "csw", simulator.uri(source));
            Await.until(
                    Duration.ofSeconds(30),
                    () -> "the listing to begin" + garner.logs(),
                    () -> garner.ledger().listed(job) >= 3 * PAGE);
            for (var room : new String[] {"import", "fetch", "gather"}) {
                killAtWork(room, job);
            }
            kill("control");

            garner.rooms().forEach(room -> room.awaitReady(garner.api()));
            garner.awaitSettled(job, Duration.ofMinutes(3));
            assertExact(job);
            System.out.println("faults: 4 kills in the middle of work passed");
        }
    }

    private void assertExact(UUID job) {
        var shown = garner.api().job(job);
        assertThat(shown.path("outcome").asString()).as("%s", shown).isEqualTo("succeeded");
        assertThat(shown.path("ended_by").asString()).isEqualTo("control");
        assertThat(garner.api().counts(shown)).isEqualTo(new Api.Counts(RECORDS, 0, RECORDS, 0, 0, 0, 0, 0));
        assertThat(garner.ledger().outcomes(job)).isEqualTo(Map.of("added", (long) RECORDS));
        var source = garner.ledger().sourceOf(job);
        var holdings = garner.ledger().holdings(source);
        assertThat(holdings).isEqualTo(Ledger.Holdings.exactly(RECORDS, holdings.stated()));
        Await.until(
                Duration.ofSeconds(30),
                () -> "%d datasets to be found, not %d"
                        .formatted(RECORDS, garner.api().found(source)),
                () -> garner.api().found(source) == RECORDS);
        // Both lives of each worker took part.
        assertThat(garner.ledger().acceptedBy(job))
                .filteredOn(worker -> worker.startsWith("gather-"))
                .hasSizeGreaterThan(1);
        assertThat(garner.ledger().acceptedBy(job))
                .filteredOn(worker -> worker.startsWith("fetch-"))
                .hasSizeGreaterThan(1);
        assertThat(garner.ledger().acceptedBy(job))
                .filteredOn(worker -> worker.startsWith("import-"))
                .hasSizeGreaterThan(1);
    }

    /** Freezes a worker until it is found with an order in its hands; then it dies and comes back. */
    private void killAtWork(String room, UUID job) throws Exception {
        var process = garner.room(room);
        Await.until(Duration.ofSeconds(90), () -> room + " to hold an order" + garner.logs(), () -> {
            process.freeze();
            if (garner.ledger().held(job, room, process.pid()) > 0) {
                return true;
            }
            process.thaw();
            return false;
        });
        kill(room);
    }

    private void kill(String room) throws InterruptedException {
        assertThat(garner.room(room).pid()).isPositive();
        garner.room(room).kill();
        Thread.sleep(1000);
        garner.room(room).start();
    }
}
