package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.Simulator;
import org.garner.simulator.Trouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes are told to end in the middle of a harvest, as an upgrade does, and jobs are aborted while their source does not answer. */
@Tag("faults")
@ExtendWith(Installation.Extension.class)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class HandoverTest {
    private static final int TERMINATED = 143;
    /** What a worker may take to finish what it has begun, and what its last transactions take. */
    private static final Duration TO_END = Duration.ofSeconds(25);

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static int passed;

    private final Installation garner;
    private final String name = "handed-" + UUID.randomUUID();

    HandoverTest(Installation garner) {
        this.garner = garner;
    }

    @BeforeEach
    void awaitRooms() {
        garner.awaitReady();
    }

    @AfterAll
    static void say() {
        System.out.printf("faults: %d SIGTERMs and aborts of hanging requests passed%n", passed);
    }

    @Test
    void aRoomThatIsToldToEndHandsItsWorkOverAndNoAttemptCounts() throws Exception {
        var source = source(2000);
        source.latency(Duration.ofMillis(400));
        try (var simulator = Simulator.builder().with(source).start(0)) {
            var job = garner.api().harvest(name, "csw", simulator.uri(source));
            // In the order of the flow: what comes after a room still has work when that room has been started anew.
            for (var room : new String[] {"gather", "fetch", "import"}) {
                endAtWork(room, job);
            }
            end("control");
            garner.awaitReady();

            garner.awaitSettled(job, PATIENCE);
            assertThat(garner.api().job(job).path("outcome").asString()).isEqualTo("succeeded");
            assertThat(garner.ledger().attempts(job)).isEqualTo(1);
            new Exactness(garner).check(source, garner.ledger().sourceOf(job), List.of(job));
            passed += 4;
        }
    }

    @Test
    void anAbortEndsRequestsThatHangAndAResumeBringsTheRest() throws Exception {
        var source = source(100);
        try (var simulator = Simulator.builder().with(source).start(0)) {
            var job = aJobThatHangs(source, simulator);

            abort(job);
            garner.api().resume(job);

            garner.awaitSettled(job, PATIENCE);
            assertThat(garner.api().job(job).path("outcome").asString()).isEqualTo("succeeded");
            new Exactness(garner).check(source, garner.ledger().sourceOf(job), List.of(job));
            passed++;
        }
    }

    @Test
    void anAbortEndsRequestsThatHangAndAStartBringsAll() throws Exception {
        var source = source(100);
        try (var simulator = Simulator.builder().with(source).start(0)) {
            var job = aJobThatHangs(source, simulator);

            abort(job);
            var next = garner.api().startAgain(name);

            garner.awaitSettled(next, PATIENCE);
            assertThat(garner.api().job(next).path("outcome").asString()).isEqualTo("succeeded");
            new Exactness(garner).check(source, garner.ledger().sourceOf(job), List.of(job, next));
            passed++;
        }
    }

    private static SimulatedCsw source(int records) {
        return new SimulatedCsw("/handed", Records.of(records).seeded(73).sized(3000))
                .pageCap(20)
                .withoutIsoPages();
    }

    /** A job whose first requests for documents are not answered for minutes. */
    private UUID aJobThatHangs(SimulatedCsw source, Simulator simulator) {
        source.latency(Duration.ofMillis(300));
        var job = garner.api().harvest(name, "csw", simulator.uri(source));
        Await.until(
                PATIENCE,
                () -> "the listing to begin" + garner.logs(),
                () -> garner.ledger().listed(job) > 0);
        // As many as the host is asked at once.
        source.fail(2, new Trouble.Slow(Duration.ofMinutes(4)));
        var asked = source.requests();
        Await.until(
                PATIENCE,
                () -> "requests that are not answered" + garner.logs(),
                () -> source.requests() >= asked + 2
                        && garner.ledger()
                                        .held(job, "fetch", garner.room("fetch").pid())
                                > 0);
        return job;
    }

    private void abort(UUID job) {
        garner.api().abort(job);
        Await.until(
                Duration.ofSeconds(2),
                () -> "final counts of an aborted job; it is " + garner.api().job(job) + garner.logs(),
                () -> garner.api().job(job).path("settled").asBoolean());
        assertThat(garner.api().job(job).path("outcome").asString()).isEqualTo("aborted");
    }

    private void endAtWork(String room, UUID job) throws InterruptedException {
        Await.until(
                PATIENCE,
                () -> room + " to hold an order" + garner.logs(),
                () -> garner.ledger().held(job, room, garner.room(room).pid()) > 0);
        end(room);
    }

    private void end(String room) {
        var process = garner.room(room);
        process.terminate();
        Await.until(TO_END, () -> room + " to end" + garner.logs(), () -> !process.isAlive());
        assertThat(process.exitValue()).as(process.lastLines()).isEqualTo(TERMINATED);
        process.start();
    }
}
