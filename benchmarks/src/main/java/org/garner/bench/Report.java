package org.garner.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** What one part of the benchmarks found: kept as JSON, shown as a section of Markdown, on the terminal and on the page. */
sealed interface Report {
    Machine machine();

    /** The name of its file, without the ending. */
    String name();

    /** The section, without the machine. */
    List<String> section();

    /**
     * Part one.
     *
     * @param floors the bare loop over the same source, once per run; empty when it was left out
     * @param cpuTimeSamples true when stages were told apart by CPU time, false when by samples of running Java code
     */
    record EndToEndReport(
            Machine machine,
            Workload workload,
            String heap,
            boolean cpuTimeSamples,
            List<EndToEnd.Run> runs,
            List<Floor.Result> floors)
            implements Report {

        @Override
        public String name() {
            return "end-to-end-" + workload.type();
        }

        @Override
        public List<String> section() {
            var lines = new ArrayList<String>();
            lines.add("## End to end: %s".formatted(workload.describe()));
            lines.add("");
            lines.add("Garner with `-Xmx%s`; the median of the runs (%d), each on an empty folder; data set `%s`."
                    .formatted(heap, runs.size(), hashes()));
            lines.add("");
            lines.add(
                    "| Harvest | Records/s | Seconds | Job ended after | Requests per record | MB sent | CPU s: Garner"
                        + " | Postgres | Source | CPU s per 1,000 records | Heap after full GC | Largest after any GC"
                        + " | Peak RSS | Postgres |");
            lines.add("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
            medians().forEach(each -> lines.add(row(each)));
            runs.stream()
                    .flatMap(run -> run.scenarios().stream())
                    .filter(each -> each.requests() != each.sourceRequests())
                    .forEach(each -> lines.addAll(List.of(
                            "",
                            String.format(
                                    Locale.ROOT,
                                    "In a harvest '%s' the job counted %,d requests, but the source %,d.",
                                    each.name(),
                                    each.requests(),
                                    each.sourceRequests()))));
            if (!floors.isEmpty()) {
                floor(lines);
            }
            stages(lines);
            lines.add("");
            lines.add("Counts of the last run: "
                    + String.join(
                            "; ",
                            runs.getLast().scenarios().stream()
                                    .map(each -> each.name() + " " + each.counts())
                                    .toList())
                    + ".");
            return lines;
        }

        private String hashes() {
            var hashes = new LinkedHashSet<String>();
            runs.forEach(run -> hashes.add(run.datasetHash()));
            return String.join("`, `", hashes);
        }

        /** Of each scenario the run that took the middle time: one run that happened, not a mixture of several. */
        List<Scenario> medians() {
            var medians = new ArrayList<Scenario>();
            for (var i = 0; i < runs.getFirst().scenarios().size(); i++) {
                var place = i;
                medians.add(runs.stream()
                        .map(run -> run.scenarios().get(place))
                        .sorted(Comparator.comparingDouble(Scenario::seconds))
                        .toList()
                        .get((runs.size() - 1) / 2));
            }
            return medians;
        }

        private static String row(Scenario of) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %.2f | %.2f | %.4f | %,.1f | %.1f | %.1f | %.1f | %.2f | %s | %s | %s | %s |",
                    of.name(),
                    of.recordsPerSecond(),
                    of.seconds(),
                    of.jobSeconds(),
                    of.requestsPerRecord(),
                    of.bytes() / 1e6,
                    of.cpu().garner(),
                    of.cpu().postgres(),
                    of.cpu().simulator(),
                    of.cpu().perThousand(of.records()),
                    mebibytes(of.memory().heapAfterFullGc()),
                    mebibytes(of.memory().largestAfterGc()),
                    mebibytes(of.memory().garnerPeakResident()),
                    mebibytes(of.memory().postgres()));
        }

        private void floor(List<String> lines) {
            var floor = floors.stream()
                    .sorted(Comparator.comparingDouble(Floor.Result::seconds))
                    .toList()
                    .get((floors.size() - 1) / 2);
            var first = medians().getFirst();
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT,
                    "The floor, a bare loop that fetches, parses, hashes and writes the same records: %,.0f records/s"
                        + " in %.2f s, %.2f CPU s per 1,000 records. Garner's first harvest takes %.2f times its time"
                        + " and %.2f times its CPU.",
                    floor.recordsPerSecond(),
                    floor.seconds(),
                    floor.cpuPerThousand(),
                    first.seconds() / floor.seconds(),
                    first.cpu().perThousand(first.records()) / floor.cpuPerThousand()));
        }

        private void stages(List<String> lines) {
            var stages = new TreeMap<String, List<Double>>();
            var medians = medians();
            for (var i = 0; i < medians.size(); i++) {
                for (var stage : medians.get(i).cpu().stages().entrySet()) {
                    stages.computeIfAbsent(
                                    stage.getKey(),
                                    name -> new ArrayList<>(java.util.Collections.nCopies(medians.size(), 0.0)))
                            .set(i, stage.getValue());
                }
            }
            lines.add("");
            lines.add("CPU seconds of Garner's process by stage, from %s:"
                    .formatted(
                            cpuTimeSamples
                                    ? "samples every 20 ms of CPU time"
                                    : "samples of running Java code every 20 ms; native code is not seen and"
                                            + " shared out among the stages"));
            lines.add("");
            lines.add("| Stage |"
                    + String.join(
                            "",
                            medians.stream()
                                    .map(each -> " " + each.name() + " |")
                                    .toList()));
            lines.add("|---|" + "--:|".repeat(medians.size()));
            stages.forEach((stage, seconds) -> lines.add("| " + stage + " |"
                    + String.join(
                            "",
                            seconds.stream()
                                    .map(each -> String.format(Locale.ROOT, " %.2f |", each))
                                    .toList())));
        }
    }

    /** Whether memory grows with the source. */
    record MemoryReport(Machine machine, Workload workload, String heap, List<MemoryGrowth.Result> results)
            implements Report {
        @Override
        public String name() {
            return "memory-" + workload.type();
        }

        @Override
        public List<String> section() {
            var lines = new ArrayList<String>();
            lines.add("## Memory: %s sources of different sizes".formatted(workload.type()));
            lines.add("");
            lines.add(
                    "A first harvest with `-Xmx%s`, all garbage collected again and again while it runs, in all sizes about as often; records of about %,d bytes."
                            .formatted(heap, workload.bytes()));
            lines.add("");
            lines.add("| Records | Full collections | Largest heap after one | Heap after the harvest | Peak RSS | Data"
                    + " set |");
            lines.add("|--:|--:|--:|--:|--:|---|");
            results.forEach(each -> lines.add(String.format(
                    Locale.ROOT,
                    "| %,d | %d | %s | %s | %s | `%.12s` |",
                    each.records(),
                    each.collections(),
                    mebibytes(each.largestHeap()),
                    mebibytes(each.heapAfter()),
                    mebibytes(each.peakResident()),
                    each.datasetHash())));
            if (results.size() > 1) {
                lines.add("");
                lines.add(String.format(
                        Locale.ROOT,
                        "The largest heap at %,d records is %+.1f %% of that at %,d.",
                        results.getLast().records(),
                        100.0
                                        * results.getLast().largestHeap()
                                        / Math.max(1, results.getFirst().largestHeap())
                                - 100,
                        results.getFirst().records()));
            }
            return lines;
        }
    }

    /** Part two. */
    record FormatReport(Machine machine, List<FormatRun.Step> steps) implements Report {
        @Override
        public String name() {
            return "formats";
        }

        @Override
        public List<String> section() {
            var lines = new ArrayList<String>();
            lines.add("## Steps of one record, on one thread (JMH)");
            lines.add("");
            lines.add("| Step | Records/s | ± (99.9 %) | µs per record |");
            lines.add("|---|--:|--:|--:|");
            steps.forEach(step -> lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %.1f |",
                    step.name(),
                    step.perSecond(),
                    step.error(),
                    1e6 / step.perSecond())));
            return lines;
        }
    }

    /** Part three. */
    record ApiReport(Machine machine, Workload workload, String heap, ApiLoad.Result result) implements Report {
        @Override
        public String name() {
            return "api";
        }

        @Override
        public List<String> section() {
            var lines = new ArrayList<String>();
            lines.add("## API under load: %,d datasets".formatted(result.datasets()));
            lines.add("");
            lines.add(
                    "Requests at a fixed rate, latency in milliseconds from the time a request was due; searches have words, filters, sorting and four facets; Garner with `-Xmx%s`; data set `%s`."
                            .formatted(heap, result.datasetHash()));
            lines.add("");
            lines.add("| Action | During | Requests/s | Requests | Failed | p50 | p90 | p99 | p99.9 | Slowest |");
            lines.add("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|");
            result.loads()
                    .forEach(load -> lines.add(String.format(
                            Locale.ROOT,
                            "| %s | %s | %d | %,d | %d | %.1f | %.1f | %.1f | %.1f | %.1f |",
                            load.action(),
                            load.during(),
                            load.latencies().perSecond(),
                            load.latencies().requests(),
                            load.latencies().failed(),
                            load.latencies().p50(),
                            load.latencies().p90(),
                            load.latencies().p99(),
                            load.latencies().p999(),
                            load.latencies().max())));
            result.loads().forEach(load -> {
                var failure = load.latencies().firstFailure();
                if (failure != null) {
                    lines.add("");
                    lines.add("Of %s during %s, %d failed and the figures mean little; the first: %s"
                            .formatted(
                                    load.action(),
                                    load.during(),
                                    load.latencies().failed(),
                                    failure));
                }
            });
            var paging = result.paging();
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT,
                    "Paging through %,d datasets as CKAN's harvester does, while %,d were added: %,d requests in %.1f"
                            + " s, %d datasets missing, %d twice.",
                    paging.datasets(),
                    paging.writes(),
                    paging.requests(),
                    paging.seconds(),
                    paging.missing(),
                    paging.twice()));
            return lines;
        }
    }

    private static String mebibytes(long bytes) {
        return bytes == 0 ? "unknown" : "%,d MiB".formatted(Math.round(bytes / 1048576.0));
    }
}
