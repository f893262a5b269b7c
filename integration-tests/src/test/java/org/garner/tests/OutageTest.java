package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Postgres, Kafka, Solr and the network to them go away in the middle of a harvest, and come back: it ends by itself, and exactly. */
@Tag("faults")
@ExtendWith(Installation.Extension.class)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class OutageTest {
    private static final int RECORDS = 1500;
    /** How long something is away, in seconds. */
    private static final Duration AWAY = Duration.ofSeconds(Long.getLong("garner.faults.outage", 8));

    private final Installation garner;

    OutageTest(Installation garner) {
        this.garner = garner;
    }

    /** What goes away in the middle, and how it comes back. */
    private interface Outage {
        void during(UUID job) throws Exception;
    }

    @Test
    void postgresIsRestarted() throws Exception {
        harvest("restarted", 41, job -> {
            garner.backends().stopPostgres();
            Thread.sleep(AWAY);
            garner.backends().startPostgres();
        });
    }

    @Test
    void theNetworkToPostgresIsCut() throws Exception {
        harvest("cut", 42, job -> {
            garner.backends().toPostgres().cut();
            Thread.sleep(AWAY);
            garner.backends().toPostgres().mend();
        });
    }

    @Test
    void theNetworkToPostgresForgetsItsConnections() throws Exception {
        harvest("silent", 43, job -> {
            garner.backends().toPostgres().silence();
            Thread.sleep(AWAY);
            garner.backends().toPostgres().cut();
            garner.backends().toPostgres().mend();
        });
    }

    @Test
    void theNetworkToPostgresIsSlow() throws Exception {
        harvest("slow", 44, job -> {
            garner.backends().toPostgres().slowDown(Duration.ofMillis(30));
            Thread.sleep(AWAY);
            garner.backends().toPostgres().mend();
        });
    }

    @Test
    void kafkaStopsForAWhile() throws Exception {
        harvest("mute", 45, job -> {
            garner.backends().stopKafka();
            Thread.sleep(AWAY);
            garner.backends().startKafka();
        });
    }

    @Test
    void solrIsAwayForAWholeHarvest() throws Exception {
        garner.backends().toSolr().cut();
        try {
            harvest("unseen", 46, job -> {
                awaitEnd(job);
                assertThat(garner.ledger().notSearchable()).isGreaterThanOrEqualTo(RECORDS);
                garner.backends().toSolr().mend();
            });
        } finally {
            garner.backends().toSolr().mend();
        }
    }

    private void harvest(String name, long seed, Outage outage) throws Exception {
        var source = new SimulatedCsw(
                        "/" + name, Records.of(RECORDS).seeded(seed).sized(3000))
                .pageCap(50)
                .withoutIsoPages();
        source.latency(Duration.ofMillis(150));
        try (var simulator = Simulator.builder().with(source).start(0)) {
            var job = garner.api().harvest(name, "csw", simulator.uri(source));
            Await.until(
                    Duration.ofMinutes(1),
                    () -> "the harvest to be under way; it is " + garner.api().job(job) + garner.logs(),
                    () -> garner.ledger().outcomes(job).size() > 1);
            outage.during(job);
            awaitSuccess(job);
            new Exactness(garner).check(source, garner.ledger().sourceOf(job), List.of(job));
            System.out.printf("faults: 1 outage (%s) passed%n", name);
        }
    }

    private void awaitSuccess(UUID job) {
        garner.rooms().forEach(room -> room.awaitReady(garner.api()));
        awaitEnd(job);
    }

    private void awaitEnd(UUID job) {
        garner.awaitSettled(job, Duration.ofMinutes(5));
        var shown = garner.api().job(job);
        assertThat(shown.path("outcome").asString())
                .as("%s%s", shown, garner.logs())
                .isEqualTo("succeeded");
    }
}
