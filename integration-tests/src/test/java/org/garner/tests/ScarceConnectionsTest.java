package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.SimulatedSource;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * There are too few connections to the database, or none at all for a while ({@code -Dgarner.faults.outage}, in seconds): work waits, and no record and no
 * job fails for it.
 */
@ExtendWith(Installation.Extension.class)
@Tag("faults")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ScarceConnectionsTest {
    private static final int SOURCES = 3;
    private static final int RECORDS = 600;
    private static final Duration AWAY = Duration.ofSeconds(Long.getLong("garner.faults.outage", 8));
    private static final String TOO_MANY_CONNECTIONS = "53300";

    private final Installation garner;

    ScarceConnectionsTest(Installation garner) {
        this.garner = garner;
    }

    @Test
    void othersTakeAllConnectionsForAWhile() throws Exception {
        harvest("crowded", 3000, () -> {
            var proxy = garner.backends().toPostgres();
            proxy.cut();
            var others = takeAll();
            try {
                proxy.mend();
                Thread.sleep(AWAY);
            } finally {
                for (var each : others) {
                    each.close();
                }
            }
            System.out.printf("%d connections were taken for %s%n", others.size(), AWAY);
            garner.rooms().forEach(room -> room.awaitReady(garner.api()));
        });
    }

    @Test
    void twoConnectionsAreEnoughForEachProcess() throws Exception {
        restart(Map.of("GARNER_POSTGRES_CONNECTIONS", "2"));
        try {
            harvest("narrow", 4000, () -> {});
        } finally {
            restart(Map.of());
        }
    }

    private void restart(Map<String, String> further) {
        garner.rooms().parallelStream().forEach(RoomProcess::stop);
        garner.rooms().forEach(room -> room.start(further));
        garner.rooms().forEach(room -> room.awaitReady(garner.api()));
    }

    /** What happens in the middle. */
    private interface Trouble {
        void happen() throws Exception;
    }

    private void harvest(String name, int seed, Trouble trouble) throws Exception {
        var sources = new ArrayList<SimulatedSource>();
        var simulator = Simulator.builder();
        for (int i = 0; i < SOURCES; i++) {
            var source = new SimulatedCsw(
                            "/%s-%d".formatted(name, i),
                            Records.of(RECORDS).seeded(seed + i).sized(6000))
                    .pageCap(50)
                    .withoutIsoPages();
            source.latency(Duration.ofMillis(100));
            sources.add(source);
            simulator.with(source);
        }
        try (var running = simulator.start(0)) {
            var jobs = new ArrayList<UUID>();
            for (int i = 0; i < SOURCES; i++) {
                jobs.add(garner.api().harvest(name + "-" + i, "csw", running.uri(sources.get(i))));
            }
            Await.until(
                    Duration.ofMinutes(1),
                    () -> "the harvests to be under way" + garner.logs(),
                    () -> jobs.stream()
                            .anyMatch(job -> garner.ledger().outcomes(job).containsKey("added")));
            trouble.happen();
            for (int i = 0; i < SOURCES; i++) {
                garner.awaitSettled(jobs.get(i), Duration.ofMinutes(5));
                var shown = garner.api().job(jobs.get(i));
                assertThat(shown.path("outcome").asString())
                        .as("%s%s", shown, garner.logs())
                        .isEqualTo("succeeded");
                new Exactness(garner)
                        .check(sources.get(i), garner.ledger().sourceOf(jobs.get(i)), List.of(jobs.get(i)));
            }
        }
    }

    /** Opens connections until the server has none left. */
    private List<Connection> takeAll() throws SQLException, InterruptedException {
        var taken = new ArrayList<Connection>();
        // Those of the rooms end a little after their network has been cut: refused once is not refused for good.
        var refusals = 0;
        while (refusals < 20) {
            try {
                taken.add(garner.backends().database().getConnection());
                refusals = 0;
            } catch (SQLException e) {
                if (!TOO_MANY_CONNECTIONS.equals(e.getSQLState())) {
                    throw e;
                }
                refusals++;
                Thread.sleep(50);
            }
        }
        return taken;
    }
}
