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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each process dies at each named point of a harvest, and is started again as systemd would: the harvest ends by itself, and exactly. In the usual form one
 * point of each process is taken in the same harvest; {@code -Dgarner.faults.points=single} takes each in a harvest of its own.
 */
@Tag("faults")
@ExtendWith(Installation.Extension.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class NamedPointTest {
    private static final int RECORDS = 400;
    private static final int PAGE = 40;
    /** At this page the gather dies; those before it are not asked for again. */
    private static final int DEADLY_PAGE = 7;

    private static final List<List<FaultPoint>> ROUNDS = List.of(
            List.of(
                    before("gather", "ledger.WorkerLoop#receive", 1, "the message has come, the order is not accepted"),
                    before("fetch", "ledger.WorkerLoop#receive", 1, "the message has come, the order is not accepted"),
                    before("import", "ledger.WorkerLoop#receive", 1, "the message has come, the order is not accepted"),
                    before("control", "control.Dealer#send", 1, "the order is committed, its message not sent")),
            List.of(
                    before("gather", "gather.ListingWriter#write", DEADLY_PAGE, "a page is here and not written"),
                    before("fetch", "fetch.FetchWriter#write", 1, "documents are here and not written"),
                    before("import", "importer.ImportWriter#put", 2, "datasets are read and not written"),
                    before("control", "control.Dispatcher#dealAll", 6, "a hint has come, nothing was dealt upon it")),
            List.of(
                    after("gather", "ledger.Jobs#guard", 2, "a page is written and not committed"),
                    after("fetch", "ledger.Jobs#guard", 2, "documents are written and not committed"),
                    after("import", "ledger.Jobs#guard", 2, "datasets are written and not committed"),
                    after(
                            "control",
                            "harvest.order.OrderSender#send",
                            3,
                            "the message is sent, and not noted as sent")),
            List.of(
                    after("gather", "gather.ListingWriter#write", 3, "a page is committed, no hint was sent"),
                    after("fetch", "fetch.FetchWriter#write", 1, "documents are committed, no hint was sent"),
                    after("import", "importer.ImportWriter#writeAndEnd", 1, "datasets are committed, no hint was sent"),
                    before(
                            "control",
                            "catalog.index.IndexFollower#send",
                            1,
                            "datasets are committed, Solr knows nothing")),
            List.of(
                    after("gather", "ledger.Orders#accept", 1, "the order is accepted, the offset not committed"),
                    after("fetch", "ledger.Orders#accept", 1, "the order is accepted, the offset not committed"),
                    after("import", "ledger.Orders#accept", 1, "the order is accepted, the offset not committed"),
                    before(
                            "control",
                            "catalog.index.IndexFollower#note",
                            1,
                            "Solr has committed, the ledger does not know")),
            List.of(before("control", "control.HarvestBatch#run", 1, "the job has started, its Batch execution not")),
            List.of(before("control", "control.Closing#on", 1, "all objects have ended, the job not")),
            List.of(after("control", "ledger.Jobs#finish", 1, "the job is ended and not committed")),
            List.of(after("control", "control.Closing#on", 1, "the job has ended, its Batch execution not")));

    private static int passed;

    private final Installation garner;
    private final String name = "points-" + UUID.randomUUID();
    private final SimulatedCsw source = new SimulatedCsw(
                    "/" + name, Records.of(RECORDS).seeded(61).sized(3000))
            .pageCap(PAGE)
            .withoutIsoPages();
    private final Simulator simulator = Simulator.builder().with(source).start(0);

    NamedPointTest(Installation garner) {
        this.garner = garner;
    }

    static Stream<List<FaultPoint>> rounds() {
        return "single".equals(System.getProperty("garner.faults.points"))
                ? ROUNDS.stream().flatMap(List::stream).map(List::of)
                : ROUNDS.stream();
    }

    @BeforeEach
    void awaitRooms() {
        garner.awaitReady();
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    @AfterAll
    static void say() {
        System.out.printf("faults: %d deaths at named points of a harvest passed%n", passed);
    }

    @Test
    void everyPointExists() {
        assertThat(ROUNDS.stream().flatMap(List::stream)).allMatch(FaultPoint::exists);
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void aHarvestSurvivesDeath(List<FaultPoint> points) throws Exception {
        source.latency(Duration.ofMillis(40));
        try (var deaths = new Deaths(garner)) {
            points.forEach(deaths::arm);
            deaths.during(() -> garner.api().harvest(name, "csw", simulator.uri(source)));
            var job = garner.ledger().lastJob(name);

            garner.awaitSettled(job, Duration.ofMinutes(2));
            var shown = garner.api().job(job);
            assertThat(shown.path("outcome").asString())
                    .as("%s%s", shown, garner.logs())
                    .isEqualTo("succeeded");
            assertThat(shown.path("ended_by").asString()).isEqualTo("control");
            new Exactness(garner).check(source, garner.ledger().sourceOf(job), List.of(job));
        }
        if (points.stream().anyMatch(point -> point.pass() == DEADLY_PAGE)) {
            // Ten pages, and of those that were under way when the gather died the one in its hands and the next.
            assertThat(source.requests("GetRecords")).isBetween(RECORDS / PAGE + 1L, RECORDS / PAGE + 2L);
        }
        passed += points.size();
    }
}
