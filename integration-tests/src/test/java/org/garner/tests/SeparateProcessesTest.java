package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.SimulatedSource;
import org.garner.simulator.SimulatedWaf;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

/** The four rooms as processes of their own do together what the standalone server does alone. */
@ExtendWith(Installation.Extension.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SeparateProcessesTest {
    private static final int CSW_RECORDS = 2000;
    private static final int WAF_RECORDS = 200;
    private static final Map<String, String> MODULES = Map.of(
            "control",
            "harvest-control",
            "gather",
            "harvest-gather",
            "fetch",
            "harvest-fetch",
            "import",
            "harvest-import");
    private static final SimulatedSource CSW =
            new SimulatedCsw("/csw", Records.of(CSW_RECORDS).seeded(11).sized(6000));
    private static final SimulatedSource WAF =
            new SimulatedWaf("/waf/", Records.of(WAF_RECORDS).seeded(12).sized(6000), SimulatedWaf.Style.APACHE);

    private static Installation garner;
    private static Simulator simulator;
    private static UUID cswJob;
    private static UUID wafJob;

    @BeforeAll
    static void harvestBothSources(Installation installation) {
        garner = installation;
        simulator = Simulator.builder().with(CSW).with(WAF).start(0);
        cswJob = garner.api().harvest("all-at-once", "csw", simulator.uri(CSW));
        wafJob = garner.api().harvest("one-by-one", "waf", simulator.uri(WAF));
        for (var job : List.of(cswJob, wafJob)) {
            garner.awaitSettled(job, Duration.ofMinutes(2));
        }
    }

    @AfterAll
    static void close() {
        if (simulator != null) {
            simulator.close();
        }
    }

    @Test
    void theJobsEndWithExactCounts() {
        assertSucceeded(cswJob, CSW_RECORDS);
        assertSucceeded(wafJob, WAF_RECORDS);
    }

    @Test
    void everyRecordIsInTheCatalogueOnceAndFound() {
        Map.of(cswJob, CSW_RECORDS, wafJob, WAF_RECORDS).forEach((job, records) -> {
            var source = garner.ledger().sourceOf(job);
            var holdings = garner.ledger().holdings(source);
            assertThat(holdings).isEqualTo(Ledger.Holdings.exactly(records, holdings.stated()));
            assertThat(holdings.stated()).isPositive();
            Await.until(
                    Duration.ofSeconds(30),
                    () -> "%d datasets to be found, not %d"
                            .formatted(records, garner.api().found(source)),
                    () -> garner.api().found(source) == records);
        });
    }

    @Test
    void theStoryOfAnObjectNamesTheProcesses() {
        var gather = "gather-" + garner.room("gather").pid();
        var fetch = "fetch-" + garner.room("fetch").pid();
        var importer = "import-" + garner.room("import").pid();
        assertThat(garner.ledger().acceptedBy(cswJob)).containsExactly(gather, importer);
        assertThat(garner.ledger().acceptedBy(wafJob)).containsExactly(fetch, gather, importer);
        assertThat(garner.ledger().doneBy(cswJob)).containsExactly(importer);
        assertThat(garner.ledger().doneBy(wafJob)).containsExactly(importer);
    }

    @Test
    void eachProcessRunsOnTheJarsOfItsRoomOnly() {
        for (var room : garner.rooms()) {
            var jars = classPath(room).map(SeparateProcessesTest::moduleOf).toList();
            var foreign = Stream.concat(
                            MODULES.values().stream(), Stream.of("garner", "embedded", "source-simulator", "http-solr"))
                    .filter(module -> !module.equals(MODULES.get(room.room())))
                    .toList();
            assertThat(jars)
                    .as("class path of " + room.room())
                    .contains(MODULES.get(room.room()))
                    .doesNotContainAnyElementsOf(foreign);
        }
    }

    @Test
    void everyProcessIsLiveAndReadyOnThePathsThatProbesAsk() {
        for (var room : garner.rooms()) {
            for (var path : List.of("/livez", "/readyz", "/actuator/health/liveness", "/actuator/health/readiness")) {
                assertThat(garner.api().status(room.url(), path))
                        .as(room.room() + path)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void everyQueryOfTheDashboardFindsItsSeries() throws Exception {
        var series = new ArrayList<String>();
        garner.rooms().forEach(room -> series.addAll(garner.api().series(room.url())));
        var missing = new ArrayList<String>();
        var queries = 0;
        for (var query : dashboardQueries()) {
            queries++;
            for (var selector : query.selectors()) {
                if (series.stream().noneMatch(selector::matches)) {
                    missing.add("Panel '%s': no process has %s (query: %s)"
                            .formatted(query.panel(), selector, query.expression()));
                }
            }
        }
        assertThat(queries).isPositive();
        assertThat(missing)
                .as("Series that the processes have: " + Api.names(series))
                .isEmpty();
    }

    private static void assertSucceeded(UUID job, int records) {
        var shown = garner.api().job(job);
        assertThat(shown.path("outcome").asString()).as("%s", shown).isEqualTo("succeeded");
        assertThat(garner.api().counts(shown)).isEqualTo(new Api.Counts(records, 0, records, 0, 0, 0, 0, 0));
        assertThat(garner.ledger().outcomes(job)).isEqualTo(Map.of("added", (long) records));
    }

    /** The class path that the process was started with, as the operating system shows it; else as the distribution lists it. */
    private static Stream<String> classPath(RoomProcess room) {
        var arguments = ProcessHandle.of(room.pid())
                .flatMap(process -> process.info().arguments())
                .map(List::of)
                .orElse(List.of());
        var flag = arguments.indexOf("-cp");
        if (flag >= 0) {
            return Stream.of(arguments.get(flag + 1).split(":"));
        }
        try {
            var listed = Clone.distribution().orElseThrow().resolve("rooms/" + room.room() + ".args");
            return Stream.of(Files.readString(listed).strip().split(":"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** {@code lib/harvest-core-0.1.0.jar} is the module {@code harvest-core}. */
    private static String moduleOf(String jar) {
        return Path.of(jar).getFileName().toString().replaceAll("-[0-9].*", "");
    }

    private record Query(String panel, String expression) {
        private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\([^)]*\\)");
        private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*\\]");
        private static final Pattern SELECTOR =
                Pattern.compile("\\b([a-zA-Z_:][a-zA-Z0-9_:]*)\\b(?!\\s*\\()(?:\\{([^}]*)\\})?");

        List<Selector> selectors() {
            var bare =
                    RANGE.matcher(GROUPING.matcher(expression).replaceAll("")).replaceAll("");
            return SELECTOR.matcher(bare)
                    .results()
                    .map(found -> new Selector(
                            found.group(1),
                            found.group(2) == null
                                    ? List.of()
                                    : List.of(found.group(2).split("\\s*,\\s*"))))
                    .toList();
        }
    }

    /** A series that a query names, with the labels that it asks for. */
    private record Selector(String name, List<String> labels) {
        boolean matches(String series) {
            return Api.nameOf(series).equals(name) && labels.stream().allMatch(series::contains);
        }
    }

    private static List<Query> dashboardQueries() throws IOException {
        var queries = new ArrayList<Query>();
        try (var files = Files.list(Clone.root().resolve("deploy/grafana"))) {
            for (var file :
                    files.filter(name -> name.toString().endsWith(".json")).toList()) {
                for (var panel : JsonMapper.builder()
                        .build()
                        .readTree(Files.readString(file))
                        .path("panels")) {
                    for (var target : panel.path("targets")) {
                        queries.add(new Query(
                                panel.path("title").asString(),
                                target.path("expr").asString()));
                    }
                }
            }
        }
        return queries;
    }
}
