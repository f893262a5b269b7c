package org.garner.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.garner.client.Job;
import org.garner.client.NewSource;
import org.garner.client.Source;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The whole way: a source in a process of its own, a Garner as users start it, and nothing but REST between this program and both. Four harvests of
 * the same source: the first, one of the unchanged source, one after a percent of the records changed, one after a percent went away.
 */
final class EndToEnd {
    private static final Duration LONGEST = Duration.ofHours(2);
    /** Often enough to be exact to a tenth of a second, seldom enough to cost the measured server next to nothing. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private static final Duration BETWEEN_FAR_LOOKS = Duration.ofMillis(500);

    private final SimulatorProcess simulator;
    private final GarnerProcess garner;
    private final Path folder;
    private final Source source;

    private EndToEnd(SimulatorProcess simulator, GarnerProcess garner, Path folder, Source source) {
        this.simulator = simulator;
        this.garner = garner;
        this.folder = folder;
        this.source = source;
    }

    /**
     * One run.
     *
     * @param datasetHash SHA-256 over all records of the source at its start
     */
    record Run(String datasetHash, List<Scenario> scenarios) {}

    /** Where and how a Garner is started for a run. */
    record Setting(List<String> garner, String heap, Path folder) {}

    static Run run(Workload workload, Setting setting) {
        try (var simulator = SimulatorProcess.start(workload, setting.folder());
                var garner = GarnerProcess.start(
                        setting.garner(), setting.heap(), setting.folder().resolve("data"))) {
            var hash = simulator.hash();
            var measured = of(workload, simulator, garner, setting.folder());
            var onePercent = workload.onePercent();
            var scenarios = new ArrayList<Scenario>();
            scenarios.add(measured.harvest("first", measured.finds("*:*", workload.records())));
            scenarios.add(measured.harvest("unchanged", () -> true));
            simulator.change(onePercent);
            scenarios.add(measured.harvest("changed", measured.finds(Workload.CHANGED, onePercent)));
            simulator.remove(onePercent);
            scenarios.add(measured.harvest("deleted", measured.finds("*:*", workload.records() - onePercent)));
            return new Run(hash, scenarios);
        }
    }

    static EndToEnd of(Workload workload, SimulatorProcess simulator, GarnerProcess garner, Path folder) {
        var source = garner.sources()
                .add(new NewSource(simulator.url().toString(), workload.type(), null, null, null, config(workload)));
        return new EndToEnd(simulator, garner, folder, source);
    }

    private static @Nullable JsonNode config(Workload workload) {
        return workload.type().equals("csw")
                ? JsonNodeFactory.instance.objectNode().put("page_size", workload.pageSize())
                : null;
    }

    /** True when the search finds this many of the source's datasets. */
    BooleanSupplier finds(String query, long count) {
        var filter = "harvest_source_id:" + source.id();
        return () -> {
            var found = garner.found(query, filter);
            if (found != count && Math.abs(found - count) > count / 20) {
                Waiting.pause(BETWEEN_FAR_LOOKS);
            }
            return found == count;
        };
    }

    Scenario harvest(String name, BooleanSupplier found) {
        garner.settle();
        var served = simulator.served();
        var pausesBefore = garner.gcLog().pauses().size();
        var samples = StageSamples.start(garner, folder.resolve(name + ".jfr"));
        var before = usage();
        var began = System.nanoTime();
        var job = garner.sources().startOrFind(source.id(), false).id();
        awaitFound(name, job, found);
        var searchable = seconds(began);
        awaitEnd(name, job);
        var ended = seconds(began);
        var after = usage();
        var cpu = new Scenario.Cpu(
                after.garner - before.garner,
                after.postgres - before.postgres,
                after.simulator - before.simulator,
                samples.stop(after.garner - before.garner));
        var largest = garner.gcLog().pauses().stream()
                .skip(pausesBefore)
                .mapToLong(GcLog.Pause::leftBytes)
                .max()
                .orElse(0);
        var memory = new Scenario.Memory(
                ProcessUsage.peakResident(garner.pid()),
                ProcessUsage.proportionalOfTree(garner.postgresPid()),
                garner.heapAfterFullGc(),
                largest);
        var report = succeeded(name, garner.jobs().show(job).value());
        var now = simulator.served();
        return new Scenario(
                name,
                now.records(),
                name.equals("unchanged") ? ended : searchable,
                ended,
                report.requests(),
                now.allRequests() - served.allRequests(),
                now.bytes() - served.bytes(),
                counts(report),
                cpu,
                memory);
    }

    /** A first harvest of which only its success is of interest. */
    void unmeasured(BooleanSupplier found) {
        var job = garner.sources().startOrFind(source.id(), false).id();
        awaitFound("first", job, found);
        awaitEnd("first", job);
        succeeded("first", garner.jobs().show(job).value());
    }

    private void awaitFound(String name, String job, BooleanSupplier found) {
        Waiting.until(
                "the search to find what the harvest '%s' brings".formatted(name),
                LONGEST,
                BETWEEN_LOOKS,
                () -> found.getAsBoolean() || failed(job));
    }

    private void awaitEnd(String name, String job) {
        Waiting.until(
                "the end of the harvest '%s'".formatted(name),
                LONGEST,
                BETWEEN_LOOKS,
                () -> garner.jobs().show(job).value().isFinished());
    }

    /** Runs the work while a harvest of this source goes on, then aborts it. */
    <T> T during(Supplier<T> work) {
        var job = garner.sources().startOrFind(source.id(), false).id();
        Waiting.until(
                "the first dataset of the harvest",
                LONGEST,
                BETWEEN_LOOKS,
                () -> garner.found("*:*", "harvest_source_id:" + source.id()) > 0 || failed(job));
        var done = work.get();
        if (garner.jobs().show(job).value().isFinished()) {
            throw new BenchmarkException(
                    "The harvest ended before the load did: take more records, or a shorter load. Nothing was"
                            + " measured.");
        }
        garner.jobs().abort(job);
        return done;
    }

    /** A job that ended without its records ends the wait for them. */
    private boolean failed(String job) {
        var state = garner.jobs().show(job).value();
        return state.isFinished() && !"succeeded".equals(state.outcome());
    }

    private static Job succeeded(String name, Job job) {
        if (!"succeeded".equals(job.outcome())) {
            throw new BenchmarkException(
                    "The harvest '%s' ended as %s (%s), with the counts %s; a benchmark needs one that succeeds."
                            .formatted(name, job.outcome(), job.reason(), job.counts()));
        }
        return job;
    }

    private static Map<String, Long> counts(Job job) {
        var counts = new TreeMap<String, Long>();
        if (job.counts() != null) {
            job.counts().forEach((key, count) -> {
                if (count > 0) {
                    counts.put(key, count);
                }
            });
        }
        return counts;
    }

    private record Usage(double garner, double postgres, double simulator) {}

    private Usage usage() {
        return new Usage(
                ProcessUsage.cpu(garner.pid()),
                ProcessUsage.cpuOfTree(garner.postgresPid()),
                ProcessUsage.cpu(simulator.pid()));
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
