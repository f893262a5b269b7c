package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.garner.tests.FaultPoint.before;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workers stand still in the middle of their work, for longer than a worker may be silent, and others do it. When they wake, they find that it is not theirs
 * any more, and nothing of it commits.
 */
@Tag("faults")
@ExtendWith(Installation.Extension.class)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class TakeoverTest {
    private static final int RECORDS = 400;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Each stands still when it has written so often that the next one has something to do: four fetches may be under way at once. */
    private static final List<FaultPoint> OUTSIDE = List.of(
            before("gather", "gather.ListingWriter#write", 8, "a page is about to be written"),
            before("fetch", "fetch.FetchWriter#write", 5, "documents are about to be written"),
            before("import", "importer.ImportWriter#writeAndEnd", 1, "datasets are about to be written"));

    private static final List<FaultPoint> INSIDE = List.of(
            before("gather", "ledger.Jobs#guard", 8, "a page is written and not committed"),
            before("fetch", "ledger.Jobs#guard", 5, "documents are written and not committed"),
            before("import", "ledger.Jobs#guard", 1, "datasets are written and not committed"));

    private static int passed;

    private final Installation garner;

    TakeoverTest(Installation garner) {
        this.garner = garner;
    }

    @BeforeEach
    void awaitRooms() {
        garner.awaitReady();
    }

    @AfterAll
    static void say() {
        System.out.printf("faults: %d takeovers from workers that stood still and woke passed%n", passed);
    }

    /** Inside a transaction they hold locks on what others are to take over. */
    static Stream<List<FaultPoint>> moments() {
        return Stream.of(OUTSIDE, INSIDE);
    }

    @ParameterizedTest
    @MethodSource("moments")
    void oldWorkersThatWakeWriteNothing(List<FaultPoint> moments) throws Exception {
        var source = new SimulatedCsw("/frozen", Records.of(RECORDS).seeded(71).sized(3000))
                .pageCap(40)
                .withoutIsoPages();
        source.latency(Duration.ofMillis(50));
        var others = List.<RoomProcess>of();
        var frozen = moments.stream()
                .map(moment -> moment.freeze(garner.room(moment.room())))
                .toList();
        try (var simulator = Simulator.builder().with(source).start(0)) {
            var job = garner.api().harvest("frozen-" + UUID.randomUUID(), "csw", simulator.uri(source));
            Await.until(
                    PATIENCE,
                    () -> "workers to stand still at %s%s".formatted(frozen, garner.logs()),
                    () -> frozen.stream().allMatch(FaultPoint.Armed::hasFired));
            others = moments.parallelStream()
                    .map(moment -> garner.another(moment.room()))
                    .toList();
            garner.awaitSettled(job, PATIENCE);
            assertThat(garner.api().job(job).path("outcome").asString()).isEqualTo("succeeded");

            assertNothingIsWrittenByThoseWhoWake(source, job, frozen);
            passed += frozen.size();
        } finally {
            for (var each : frozen) {
                each.release();
            }
            others.parallelStream().forEach(RoomProcess::stop);
            garner.awaitReady();
        }
    }

    private void assertNothingIsWrittenByThoseWhoWake(SimulatedCsw source, UUID job, List<FaultPoint.Armed> frozen)
            throws Exception {
        var id = garner.ledger().sourceOf(job);
        new Exactness(garner).check(source, id, List.of(job));
        var written = garner.ledger().lastWorkCommitted(job, id);
        for (var each : frozen) {
            each.process().thaw();
            each.process().awaitReady(garner.api());
        }
        Thread.sleep(2000);
        assertThat(garner.ledger().lastWorkCommitted(job, id)).isEqualTo(written);
        new Exactness(garner).check(source, id, List.of(job));
    }
}
