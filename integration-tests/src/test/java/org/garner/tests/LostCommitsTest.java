package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Postgres comes back as it was a while ago, as after a fail-over to a server that had not received the last commits. */
@Tag("faults")
@ExtendWith(Installation.Extension.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LostCommitsTest {
    private static final int RECORDS = 900;
    /** How many records end after the copy was taken, and are forgotten with it. */
    private static final int FORGOTTEN = 200;

    private final Installation garner;

    LostCommitsTest(Installation garner) {
        this.garner = garner;
    }

    @Test
    void whatWasForgottenIsDoneAgainAndEverythingAddsUp() throws Exception {
        var source = new SimulatedCsw(
                        "/forgotten", Records.of(RECORDS).seeded(73).sized(3000))
                .pageCap(50)
                .withoutIsoPages();
        source.latency(Duration.ofMillis(250));
        try (var simulator = Simulator.builder().with(source).start(0)) {
            var job = garner.api().harvest("forgotten", "csw", simulator.uri(source));
            awaitEnded(job, 100);
            var copy = copyOfPostgres();
            var known = ended(job);
            awaitEnded(job, known + FORGOTTEN);
            // The index holds datasets now that the catalogue is about to forget.
            Await.until(
                    Duration.ofMinutes(1),
                    () -> "the index to follow" + garner.logs(),
                    () -> garner.api().found(garner.ledger().sourceOf(job)) >= known + FORGOTTEN / 2);

            putBack(copy);

            assertThat(ended(job)).isLessThan(known + FORGOTTEN);
            garner.rooms().forEach(room -> room.awaitReady(garner.api()));
            succeeds(job);
            new Exactness(garner).check(source, garner.ledger().sourceOf(job), List.of(job));

            source.change(RECORDS / 2);
            source.remove(10);
            source.latency(Duration.ZERO);
            var next = garner.api().startAgain("forgotten");
            succeeds(next);
            assertThat(garner.ledger().outcomes(next))
                    .containsEntry("updated", (long) RECORDS / 2)
                    .containsEntry("deleted", 10L);
            new Exactness(garner).check(source, garner.ledger().sourceOf(job), List.of(job, next));
        }
    }

    private void succeeds(UUID job) {
        garner.awaitSettled(job, Duration.ofMinutes(5));
        var shown = garner.api().job(job);
        assertThat(shown.path("outcome").asString())
                .as("%s%s", shown, garner.logs())
                .isEqualTo("succeeded");
    }

    private void awaitEnded(UUID job, long records) {
        Await.until(
                Duration.ofMinutes(2),
                () -> "%d records of %s to end%s"
                        .formatted(records, garner.api().job(job), garner.logs()),
                () -> ended(job) >= records);
    }

    private long ended(UUID job) {
        return garner.ledger().outcomes(job).getOrDefault("added", 0L);
    }

    private Path copyOfPostgres() throws Exception {
        var folder = garner.backends().postgresFolder();
        var copy = folder.resolveSibling("postgres-copy");
        garner.backends().stopPostgres();
        run("cp", "-a", folder.toString(), copy.toString());
        garner.backends().startPostgres();
        return copy;
    }

    private void putBack(Path copy) throws Exception {
        var folder = garner.backends().postgresFolder();
        garner.backends().stopPostgres();
        run("rm", "-rf", folder.toString());
        run("mv", copy.toString(), folder.toString());
        garner.backends().startPostgres();
    }

    private static void run(String... command) throws Exception {
        var process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as("%s", List.of(command)).isZero();
    }
}
