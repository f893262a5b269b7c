package org.garner.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.garner.Garner;
import org.junit.jupiter.api.Test;

/** That the benchmarks work: 50 records through part one. What they measure is not asserted; it is for a quiet machine. */
class EndToEndTest {
    private static final Workload FIFTY = new Workload("csw", 50, 8_000, 20, 0, 1);

    /** The class path of this test in place of a distribution; C1 only, because nothing here runs long enough for more. */
    private static final List<String> GARNER = List.of(
            "sh",
            "-c",
            """
            exec '%s/bin/java' -Xmx$GARNER_HEAP -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djdk.httpclient.allowRestrictedHeaders=host \
                --enable-native-access=ALL-UNNAMED $GARNER_JAVA_OPTS -cp '%s' %s "$@"
            """.formatted(
                    System.getProperty("java.home"), System.getProperty("java.class.path"), Garner.class.getName()),
            "garner");

    @Test
    void fourHarvestsAreMeasuredAndReportedBesideTheFloor() throws Exception {
        var folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "bench-");
        folder.toFile().setExecutable(true, false);
        var setting = new EndToEnd.Setting(GARNER, "512m", folder);
        var run = EndToEnd.run(FIFTY, setting);
        assertThat(run.datasetHash()).hasSize(64);
        assertThat(run.scenarios())
                .extracting(Scenario::name, Scenario::records, Scenario::counts)
                .containsExactly(
                        tuple("first", 50L, Map.of("gathered", 50L, "added", 50L)),
                        tuple("unchanged", 50L, Map.of("gathered", 50L, "unchanged", 50L)),
                        tuple("changed", 50L, Map.of("gathered", 50L, "unchanged", 49L, "updated", 1L)),
                        tuple("deleted", 49L, Map.of("gathered", 49L, "unchanged", 49L, "deleted", 1L)));
        assertThat(run.scenarios()).allSatisfy(each -> {
            assertThat(each.sourceRequests()).isBetween(3L, 10L);
            assertThat(each.bytes()).isGreaterThan(49 * 8_000);
            assertThat(each.seconds()).isPositive().isLessThanOrEqualTo(each.jobSeconds());
            assertThat(each.cpu().garner()).isPositive();
            assertThat(each.memory().heapAfterFullGc()).isPositive();
        });

        try (var simulator = SimulatorProcess.start(FIFTY, folder)) {
            var floor = Floor.measure(simulator, FIFTY, setting);
            assertThat(floor.records()).isEqualTo(50);
            var results = new Results(folder.resolve("results"));
            var report = new Report.EndToEndReport(
                    Machine.here(), FIFTY, "512m", StageSamples.countsCpuTime(), List.of(run), List.of(floor));
            results.keep(report);
            assertThat(results.reports()).containsExactly(report);
            results.writePage(folder.resolve("BENCHMARKS.md"));
            assertThat(folder.resolve("BENCHMARKS.md"))
                    .content()
                    .contains("| unchanged |", "The floor, a bare loop", "import |", run.datasetHash(), "Measured on ");
        }
    }
}
