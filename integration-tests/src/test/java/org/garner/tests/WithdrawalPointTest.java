package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.garner.tests.FaultPoint.after;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Control dies while it withdraws datasets: what was to go is gone in the end, and nothing beyond it. */
@Tag("faults")
@ExtendWith(Installation.Extension.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class WithdrawalPointTest {
    private static final int PAGE = 50;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private static final List<FaultPoint> SWEEPS = List.of(
            after("control", "control.Sweep#write", 1, "some records are withdrawn, others not"),
            after("control", "catalog.store.Catalogue#withdraw", 1, "some datasets are withdrawn and not committed"));

    private static final List<FaultPoint> APPROVED = List.of(
            before("control", "control.HarvestBatch#run", 1, "the withdrawal is approved, the sweep not begun"),
            after("control", "control.Sweep#write", 1, "some records of the plan are withdrawn, others not"));

    private static final List<FaultPoint> CLEARINGS = List.of(
            after("control", "control.OperationBatches#clear", 1, "datasets are withdrawn and not committed"),
            after("control", "control.OperationRunner#batch", 2, "a batch is committed, others are to come"));

    private static int passed;

    private final Installation garner;
    private final String name = "withdrawals-" + UUID.randomUUID();

    WithdrawalPointTest(Installation garner) {
        this.garner = garner;
    }

    static Stream<FaultPoint> sweeps() {
        return SWEEPS.stream();
    }

    static Stream<FaultPoint> approved() {
        return APPROVED.stream();
    }

    static Stream<FaultPoint> clearings() {
        return CLEARINGS.stream();
    }

    @BeforeEach
    void awaitRooms() {
        garner.awaitReady();
    }

    @AfterAll
    static void say() {
        System.out.printf("faults: %d deaths at named points of withdrawals passed%n", passed);
    }

    @Test
    void everyPointExists() {
        assertThat(Stream.of(SWEEPS, APPROVED, CLEARINGS).flatMap(List::stream)).allMatch(FaultPoint::exists);
    }

    /** Sixty of seven hundred go at once: too few to be held, and more than one batch. */
    @ParameterizedTest
    @MethodSource("sweeps")
    void aSweepIsBroughtToItsEnd(FaultPoint point) throws Exception {
        var source = source(700);
        try (var simulator = Simulator.builder().with(source).start(0)) {
            var first = succeeded(garner.api().harvest(name, "csw", simulator.uri(source)));
            source.remove(60);

            var second = dying(point, () -> garner.api().startAgain(name));

            assertThat(garner.api().counts(garner.api().job(second)))
                    .isEqualTo(new Api.Counts(640, 0, 0, 0, 640, 60, 0, 0));
            new Exactness(garner).check(source, garner.ledger().sourceOf(first), List.of(first, second));
            passed++;
        }
    }

    /** Most go, so an operator is asked; what was approved goes, and nothing beyond it. */
    @ParameterizedTest
    @MethodSource("approved")
    void anApprovedWithdrawalIsBroughtToItsEnd(FaultPoint point) throws Exception {
        var source = source(200);
        try (var simulator = Simulator.builder().with(source).start(0)) {
            var first = succeeded(garner.api().harvest(name, "csw", simulator.uri(source)));
            source.remove(120);
            var held = garner.api().startAgain(name);
            garner.awaitSettled(held, LONGEST);
            assertThat(garner.api().job(held).path("outcome").asString()).isEqualTo("held");
            assertThat(garner.ledger().packageIds(garner.ledger().sourceOf(first)))
                    .hasSize(200);

            dying(point, () -> garner.api().approve(held));

            assertThat(garner.api().counts(garner.api().job(held)))
                    .isEqualTo(new Api.Counts(80, 0, 0, 0, 80, 120, 0, 0));
            new Exactness(garner).check(source, garner.ledger().sourceOf(first), List.of(first, held));
            passed++;
        }
    }

    @ParameterizedTest
    @MethodSource("clearings")
    void aClearedSourceIsEmptyAndItsDatasetsComeBack(FaultPoint point) throws Exception {
        var source = source(200);
        try (var simulator = Simulator.builder().with(source).start(0)) {
            var first = succeeded(garner.api().harvest(name, "csw", simulator.uri(source)));
            var id = garner.ledger().sourceOf(first);
            var datasets = garner.ledger().packageIds(id);

            try (var deaths = new Deaths(garner)) {
                deaths.arm(point);
                deaths.during(() -> garner.api().clear(name));
                var operation = garner.ledger().lastOperation(id);
                Await.until(
                        LONGEST,
                        () -> "the operation to be done; it is " + garner.api().operation(operation) + garner.logs(),
                        () -> "done"
                                .equals(garner.api()
                                        .operation(operation)
                                        .path("state")
                                        .asString()));
            }

            assertThat(garner.ledger().packageIds(id)).isEmpty();
            assertThat(garner.ledger().heldGuids(id)).isEmpty();
            var second = succeeded(garner.api().startAgain(name));
            assertThat(garner.ledger().packageIds(id)).containsExactlyInAnyOrderElementsOf(datasets);
            new Exactness(garner).check(source, id, List.of(second));
            passed++;
        }
    }

    private static SimulatedCsw source(int records) {
        return new SimulatedCsw("/withdrawals", Records.of(records).seeded(62).sized(3000)).pageCap(PAGE);
    }

    /** Lets control die in a job, and sees it end well. */
    private UUID dying(FaultPoint point, Runnable request) throws Exception {
        try (var deaths = new Deaths(garner)) {
            deaths.arm(point);
            deaths.during(request);
            return succeeded(garner.ledger().lastJob(name));
        }
    }

    private UUID succeeded(UUID job) {
        garner.awaitSettled(job, LONGEST);
        assertThat(garner.api().job(job).path("outcome").asString())
                .as("%s%s", job, garner.logs())
                .isEqualTo("succeeded");
        return job;
    }
}
