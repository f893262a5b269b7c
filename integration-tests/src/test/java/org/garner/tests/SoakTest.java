package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.garner.simulator.RecordFault;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.SimulatedDataJson;
import org.garner.simulator.SimulatedSource;
import org.garner.simulator.SimulatedWaf;
import org.garner.simulator.Simulator;
import org.garner.simulator.Trouble;
import org.garner.tests.Footprint.Sample;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many jobs one after the other, four at a time: changed records, records with errors, a source that fails, jobs that are aborted and resumed. What the
 * processes use of memory, threads, descriptors and connections stays as it was, and so do the tables, whose history is kept short here. How many jobs:
 * {@code -Dgarner.faults.soak}; which are aborted and when: {@code -Dgarner.faults.seed}.
 */
@Tag("faults")
@ExtendWith(Installation.Extension.class)
@Timeout(value = 120, unit = TimeUnit.MINUTES)
class SoakTest {
    private static final int JOBS = Integer.getInteger("garner.faults.soak", 12);
    private static final long SEED = Long.getLong("garner.faults.seed", 4);
    private static final int RECORDS = 20;
    private static final int SAMPLES = 10;
    private static final Duration LONGEST_JOB = Duration.ofMinutes(3);
    /** Three jobs of each source, and what is over goes at once. */
    private static final Map<String, String> SHORT_HISTORY = Map.of(
            "GARNER_RETENTION_EVERY", "2s",
            "GARNER_RETENTION_HISTORY", "1s",
            "GARNER_RETENTION_JOBS", "3",
            "GARNER_RETENTION_AUDIT", "1s",
            "GARNER_RETENTION_DOCUMENTS", "24h");

    private final Installation garner;
    private final Footprint footprint;
    private final Random random = new Random(SEED);
    private final SimulatedSource csw = new SimulatedCsw(
                    "/soak-csw", Records.of(RECORDS).seeded(SEED).sized(3000))
            .pageCap(10)
            .withoutIsoPages();
    private final SimulatedSource waf =
            new SimulatedWaf("/soak-waf/", Records.of(RECORDS).seeded(SEED + 1).sized(3000), SimulatedWaf.Style.APACHE);
    private final SimulatedSource json = new SimulatedDataJson(
            "/soak.json", Records.of(RECORDS).seeded(SEED + 2).sized(3000));
    private final SimulatedSource failing = new SimulatedDataJson(
            "/failing.json", Records.of(RECORDS).seeded(SEED + 3).sized(3000));
    private final Map<String, SimulatedSource> sources = new LinkedHashMap<>();

    SoakTest(Installation garner) {
        this.garner = garner;
        this.footprint = new Footprint(garner);
        sources.put("soak-csw", csw);
        sources.put("soak-waf", waf);
        sources.put("soak-json", json);
        sources.put("soak-failing", failing);
    }

    @BeforeEach
    void keepHistoryShort() {
        restartControl(SHORT_HISTORY);
    }

    @AfterEach
    void keepHistoryAsBefore() {
        restartControl(Map.of());
    }

    private void restartControl(Map<String, String> settings) {
        garner.room("control").restart(settings);
        garner.room("control").awaitReady(garner.api());
    }

    @Test
    void nothingGrowsWithTheNumberOfJobs() throws Exception {
        csw.latency(Duration.ofMillis(60));
        waf.latency(Duration.ofMillis(20));
        csw.spoil(RECORDS - 1, RecordFault.NO_TITLE);
        waf.spoil(RECORDS - 1, RecordFault.CUT_OFF);
        try (var simulator = Simulator.builder().with(csw).with(waf).with(json).start(0);
                var elsewhere = Simulator.builder().with(failing).start(0)) {
            round(simulator, elsewhere, true);
            round(simulator, elsewhere, false);
            var rounds = Math.max(3, JOBS / sources.size());
            var samples = new ArrayList<Sample>();
            for (int round = 1; round <= rounds; round++) {
                round(simulator, elsewhere, false);
                if (round * SAMPLES / rounds > (round - 1) * SAMPLES / rounds) {
                    awaitHistoryShort();
                    samples.add(footprint.sample(round * sources.size()));
                }
            }
            var table = Footprint.table(samples);
            System.out.println(table);
            Footprint.assertFlat(samples, table);
            documentsThatNothingNamesGo();
        }
    }

    /** One job of each source, all at once; some are aborted, and every second of those is resumed. */
    private void round(Simulator simulator, Simulator elsewhere, boolean first) throws InterruptedException {
        var jobs = new LinkedHashMap<String, UUID>();
        failing.fail(3, new Trouble.Html());
        for (var source : sources.entrySet()) {
            var name = source.getKey();
            source.getValue().change(5);
            jobs.put(
                    name,
                    first ? harvest(name, simulator, elsewhere) : garner.api().startAgain(name));
        }
        if (!first) {
            var name = random.nextBoolean() ? "soak-csw" : "soak-waf";
            abort(Objects.requireNonNull(jobs.get(name)), random.nextBoolean());
        }
        for (var job : jobs.entrySet()) {
            garner.awaitSettled(job.getValue(), LONGEST_JOB);
            var shown = garner.api().job(job.getValue());
            var counts = garner.api().counts(shown);
            assertThat(counts.ended()).as("%s", shown).isEqualTo(counts.gathered());
            assertThat(shown.path("outcome").asString())
                    .as("%s", shown)
                    .isIn(
                            job.getKey().equals("soak-failing")
                                    ? List.of("failed")
                                    : List.of("succeeded", "with_errors", "aborted"));
        }
        failing.change(0);
    }

    private UUID harvest(String name, Simulator simulator, Simulator elsewhere) {
        return switch (name) {
            case "soak-csw" -> garner.api().harvest(name, "csw", simulator.uri(csw));
            case "soak-waf" -> garner.api().harvest(name, "waf", simulator.uri(waf));
            case "soak-json" -> garner.api().harvest(name, "dcatus", simulator.uri(json));
            default -> garner.api().harvest(name, "dcatus", elsewhere.uri(failing));
        };
    }

    private void abort(UUID job, boolean andResume) throws InterruptedException {
        Thread.sleep(random.nextInt(50, 600));
        if (garner.ledger().ended(job)) {
            return;
        }
        garner.api().abort(job);
        if (andResume) {
            garner.awaitSettled(job, LONGEST_JOB);
            garner.api().resume(job);
        }
    }

    /** Until the leader has removed what is more than the history that is kept: the figures are of what stays. */
    private void awaitHistoryShort() {
        Await.until(
                Duration.ofMinutes(1),
                () -> "retention to remove what is over" + garner.logs(),
                () -> footprint.prunableJobs(3) == 0);
    }

    /** Documents live for a day at least: after a day, as the database sees it, and a look, those are left that are named. */
    private void documentsThatNothingNamesGo() {
        footprint.aDayPassesForDocuments();
        restartControl(SHORT_HISTORY);
        // Those of the tests before this one are among them, some hundred thousand: they may take long, but must not
        // stand still.
        for (long left = footprint.strayDocuments(); left > 0; left = footprint.strayDocuments()) {
            var before = left;
            Await.until(
                    Duration.ofMinutes(2),
                    () -> "the %d documents that nothing names to become fewer%s".formatted(before, garner.logs()),
                    () -> footprint.strayDocuments() < before);
        }
    }
}
