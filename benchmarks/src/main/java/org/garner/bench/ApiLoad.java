package org.garner.bench;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** {@code package_search} and {@code package_show} under load, over a full catalogue: while nothing is harvested, and during a harvest. */
final class ApiLoad {
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final int NAMES = 2_000;

    /** Portals ask like this: words with the facets of the side bar, a filter, a sorted page. */
    private static final List<String> SEARCHES = List.of(
            "q=flood&facet.field=%s&facet.limit=50&rows=20",
            "q=air+quality&facet.field=%s&rows=20&start=20",
            "q=*:*&fq=res_format:CSV&facet.field=%s&rows=20",
            "q=&fq=tags:*&sort=metadata_modified+desc&facet.field=%s&rows=20",
            "q=title:map&fq=license_id:*&sort=name+asc&facet.field=%s&rows=10");

    private static final String FACETS = "[\"organization\",\"tags\",\"res_format\",\"license_id\"]";

    private ApiLoad() {}

    /**
     * One load.
     *
     * @param action package_search or package_show
     * @param during {@code nothing else}, or {@code a harvest}
     */
    record Load(String action, String during, OpenLoop.Latencies latencies) {}

    /** What was measured over how many datasets. */
    record Result(String datasetHash, long datasets, List<Load> loads, CkanPaging.Result paging) {}

    static Result run(Workload workload, EndToEnd.Setting setting, int perSecond, Duration length) {
        try (var simulator = SimulatorProcess.start(workload, setting.folder());
                var garner = GarnerProcess.start(
                        setting.garner(), setting.heap(), setting.folder().resolve("data"))) {
            var catalogue = EndToEnd.of(workload, simulator, garner, setting.folder());
            catalogue.harvest("first", catalogue.finds("*:*", workload.records()));
            var search = searches(garner.url());
            var show = shows(garner.url(), garner.names(NAMES));
            OpenLoop.run(perSecond, WARM_UP, search);
            OpenLoop.run(perSecond, WARM_UP, show);
            garner.settle();
            var loads = new ArrayList<Load>();
            loads.add(new Load("package_search", "nothing else", OpenLoop.run(perSecond, length, search)));
            loads.add(new Load("package_show", "nothing else", OpenLoop.run(perSecond, length, show)));
            // Another source of the same size, so that the harvest lasts longer than the load and writes all the time.
            try (var other = SimulatorProcess.start(workload.seeded(2), setting.folder())) {
                var second = EndToEnd.of(workload, other, garner, setting.folder());
                var half = length.dividedBy(2);
                loads.addAll(second.during(() -> List.of(
                        new Load("package_search", "a harvest", OpenLoop.run(perSecond, half, search)),
                        new Load("package_show", "a harvest", OpenLoop.run(perSecond, half, show)))));
            }
            return new Result(simulator.hash(), workload.records(), loads, CkanPaging.run(garner, setting));
        }
    }

    private static IntFunction<URI> searches(URI garner) {
        var facets = URLEncoder.encode(FACETS, StandardCharsets.UTF_8);
        return number -> garner.resolve("/api/3/action/package_search?"
                + SEARCHES.get(number % SEARCHES.size()).formatted(facets));
    }

    private static IntFunction<URI> shows(URI garner, List<String> names) {
        if (names.isEmpty()) {
            throw new BenchmarkException("The catalogue is empty: there is nothing to show");
        }
        return number -> garner.resolve("/api/3/action/package_show?id=" + names.get(number % names.size()));
    }
}
