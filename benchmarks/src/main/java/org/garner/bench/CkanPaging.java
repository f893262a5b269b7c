package org.garner.bench;

import java.net.URI;
import java.util.HashSet;
import java.util.Set;

/**
 * Pages through the whole catalogue as CKAN's own harvester does ({@code package_search} sorted by id, 100 at a time, until a page is empty), while ten
 * datasets a second are added: what was there all the time must come, and come once.
 */
final class CkanPaging {
    private static final int ROWS = 100;
    /** Ten records on a page, a second before each answer: ten additions a second. */
    private static final int WRITES_PER_SECOND = 10;

    private static final int MORE_THAN_CAN_BE_READ = 20_000;

    private CkanPaging() {}

    /**
     * What a client that pages sees.
     *
     * @param datasets how many there were before it began
     * @param twice how many came more than once
     * @param missing how many of those that were there before did not come
     * @param writes how many datasets were added meanwhile
     */
    record Result(int datasets, int requests, double seconds, int twice, int missing, long writes) {}

    static Result run(GarnerProcess garner, EndToEnd.Setting setting) {
        garner.settle();
        var before = new Pass(garner);
        var workload = new Workload("csw", MORE_THAN_CAN_BE_READ, 6_000, WRITES_PER_SECOND, 1_000, 3);
        try (var other = SimulatorProcess.start(workload, setting.folder())) {
            var writer = EndToEnd.of(workload, other, garner, setting.folder());
            return writer.during(() -> {
                var filled = garner.found("*:*", "");
                var pass = new Pass(garner);
                var writes = garner.found("*:*", "") - filled;
                if (writes < pass.seconds * WRITES_PER_SECOND / 2) {
                    throw new BenchmarkException(
                            "Only %d datasets were added in the %.0f s of the paging: too few to show anything."
                                    .formatted(writes, pass.seconds));
                }
                var missing = new HashSet<>(before.seen);
                missing.removeAll(pass.seen);
                return new Result(before.seen.size(), pass.requests, pass.seconds, pass.twice, missing.size(), writes);
            });
        }
    }

    /** One pass through everything. */
    private static final class Pass {
        private final Set<String> seen = new HashSet<>();
        private final double seconds;
        private int requests;
        private int twice;

        Pass(GarnerProcess garner) {
            var began = System.nanoTime();
            int found;
            do {
                found = 0;
                for (var each : garner.results(address(requests * ROWS))) {
                    found++;
                    twice += seen.add(each.path("id").asString()) ? 0 : 1;
                }
                requests++;
            } while (found > 0);
            seconds = (System.nanoTime() - began) / 1e9;
        }

        private static URI address(int start) {
            return URI.create("/api/3/action/package_search?rows=%d&start=%d&sort=id+asc".formatted(ROWS, start));
        }
    }
}
