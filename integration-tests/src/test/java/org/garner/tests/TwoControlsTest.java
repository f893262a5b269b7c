package org.garner.tests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.garner.tests.FaultPoint.after;
import static org.garner.tests.FaultPoint.before;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.Simulator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two control processes: one leads, both answer. The leader dies, or stands still and wakes; the other goes on with its jobs, and nothing is done twice. */
@Tag("faults")
@ExtendWith(Installation.Extension.class)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class TwoControlsTest {
    private static final int STARTS = Integer.getInteger("garner.faults.starts", 20);
    private static final int DEATHS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static @Nullable RoomProcess second;
    private static int passed;

    private FaultPoint.@Nullable Armed frozen;

    private final Installation garner;
    private final String name = "led-" + UUID.randomUUID();
    private final SimulatedCsw source =
            new SimulatedCsw("/led", Records.of(700).seeded(72).sized(3000)).pageCap(50);
    private final Simulator simulator = Simulator.builder().with(source).start(0);

    TwoControlsTest(Installation garner) {
        this.garner = garner;
    }

    static Stream<FaultPoint> moments() {
        return Stream.of(
                before("control", "control.Dealer#send", 3, "orders are committed, their messages not sent"),
                before("control", "ledger.ControlLease#check", 4, "orders are written and not committed"),
                after("control", "ledger.ControlLease#check", 4, "the lead is checked and locked, nothing committed"));
    }

    @BeforeAll
    static void startTheSecond(Installation garner) {
        second = garner.another("control");
    }

    @AfterEach
    void wakeBoth() throws Exception {
        simulator.close();
        if (frozen != null) {
            frozen.release();
        }
        for (var control : controls()) {
            control.awaitReady(garner.api());
        }
    }

    @BeforeEach
    void awaitRooms() {
        garner.awaitReady();
    }

    @AfterAll
    static void endTheSecond(Installation garner) {
        if (second != null) {
            second.stop();
        }
        garner.awaitReady();
        System.out.printf("faults: %d runs under two controls passed%n", passed);
    }

    @Test
    void ofTwoStartsAtTheSameInstantOneIsRefusedAndNamesTheOther() throws Exception {
        source.latency(Duration.ofSeconds(1));
        abort(garner.api().harvest(name, "csw", simulator.uri(source)));
        var together = new CyclicBarrier(2);
        var apis = controls().stream().map(garner::apiOf).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < STARTS; i++) {
                var answers = threads
                        .invokeAll(apis.stream()
                                .map(api -> (Callable<Api.Started>) () -> {
                                    together.await(30, TimeUnit.SECONDS);
                                    return api.askToStart(name);
                                })
                                .toList())
                        .stream()
                        .map(Future::resultNow)
                        .toList();
                assertThat(answers).extracting(Api.Started::status).containsExactlyInAnyOrder(202, 409);
                assertThat(answers)
                        .extracting(Api.Started::id)
                        .containsOnly(answers.getFirst().id());
                abort(answers.getFirst().id());
            }
        }
        passed += STARTS;
    }

    @Test
    void aJobOutlivesTheDeathOfOneLeaderAfterTheOther() throws Exception {
        source.latency(Duration.ofMillis(1500));
        var job = garner.api().harvest(name, "csw", simulator.uri(source));
        for (int i = 0; i < DEATHS; i++) {
            var leader = leader();
            var epoch = garner.ledger().leadEpoch();
            leader.kill();
            Await.until(
                    PATIENCE,
                    () -> "another leader after " + epoch + garner.logs(),
                    () -> garner.ledger().leadEpoch() > epoch);
            leader.start();
            leader.awaitReady(garner.api());
        }
        succeeded(job);
        assertThat(garner.ledger().dealtTwice(job)).isZero();
        check(job);
        passed += DEATHS;
    }

    @ParameterizedTest
    @MethodSource("moments")
    void anOldLeaderThatWakesNeitherDealsNorWrites(FaultPoint moment) throws Exception {
        source.latency(Duration.ofMillis(100));
        var old = leader();
        var armed = moment.freeze(old);
        frozen = armed;
        var job = garner.apiOf(follower()).harvest(name, "csw", simulator.uri(source));
        succeeded(job);
        assertThat(armed.hasFired()).as("%s", moment).isTrue();
        assertThat(leader()).isNotEqualTo(old);
        check(job);

        old.thaw();
        old.awaitReady(garner.api());
        Thread.sleep(2000);

        assertThat(leader()).isNotEqualTo(old);
        assertThat(garner.ledger().dealtTwice(job)).isZero();
        check(job);
        passed++;
    }

    @Test
    void anOldLeaderThatWakesInASweepWithdrawsNothing() throws Exception {
        var first = garner.api().harvest(name, "csw", simulator.uri(source));
        succeeded(first);
        source.remove(60);
        var old = leader();
        var armed = before("control", "control.Sweep#write", 2, "a batch is withdrawn, the next one is to be")
                .freeze(old);
        frozen = armed;
        var job = garner.apiOf(follower()).startAgain(name);
        succeeded(job);
        assertThat(armed.hasFired()).isTrue();
        assertThat(garner.ledger().outcomes(job)).containsEntry("deleted", 60L);

        old.thaw();
        old.awaitReady(garner.api());
        Thread.sleep(2000);

        check(job);
        passed++;
    }

    private List<RoomProcess> controls() {
        return List.of(garner.room("control"), requireNonNull(second));
    }

    private RoomProcess leader() {
        var pid = garner.ledger().leader();
        return controls().stream()
                .filter(control -> control.pid() == pid)
                .findFirst()
                .orElseThrow(() -> new AssertionError("A process %d leads that no test has started".formatted(pid)));
    }

    private RoomProcess follower() {
        var leader = leader();
        return controls().stream()
                .filter(control -> control != leader)
                .findFirst()
                .orElseThrow();
    }

    private void abort(UUID job) {
        garner.api().abort(job);
        garner.awaitSettled(job, PATIENCE);
    }

    /** Asked of the database: either control may stand still. */
    private void succeeded(UUID job) {
        Await.until(
                PATIENCE,
                () -> "job %s to end; it holds %s%s"
                        .formatted(job, garner.ledger().outcomes(job), garner.logs()),
                () -> garner.ledger().ended(job));
    }

    private void check(UUID job) {
        new Exactness(garner, garner.apiOf(leader()))
                .check(source, garner.ledger().sourceOf(job), List.of(job));
    }
}
