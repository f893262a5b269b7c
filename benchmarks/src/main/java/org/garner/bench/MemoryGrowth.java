package org.garner.bench;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether memory depends on the size of the source: a first harvest, during which all garbage is collected again and again, so that what is left of
 * the heap is what the harvest really holds. Such a run is not timed.
 */
final class MemoryGrowth {
    /** By record of the source: a run of any size is looked at about as often, or the longest would have the best chance to be met at its worst. */
    private static final Duration BETWEEN_COLLECTIONS = Duration.ofNanos(30_000);

    private MemoryGrowth() {}

    /**
     * What a harvest held.
     *
     * @param collections how often all garbage was collected during the run
     * @param largestHeap the most that any of these collections left, in bytes
     * @param heapAfter what a full collection left after the run, in bytes
     * @param peakResident the most that the process had resident, in bytes
     */
    record Result(
            String datasetHash, int records, int collections, long largestHeap, long heapAfter, long peakResident) {}

    static Result run(Workload workload, EndToEnd.Setting setting) {
        try (var simulator = SimulatorProcess.start(workload, setting.folder());
                var garner = GarnerProcess.start(
                        setting.garner(), setting.heap(), setting.folder().resolve("data"))) {
            var harvest = EndToEnd.of(workload, simulator, garner, setting.folder());
            var largest = new AtomicLong();
            var collections = new java.util.concurrent.atomic.AtomicInteger();
            try (var clock = Executors.newSingleThreadScheduledExecutor()) {
                var ticking = clock.scheduleWithFixedDelay(
                        () -> {
                            largest.accumulateAndGet(garner.heapAfterFullGc(), Math::max);
                            collections.incrementAndGet();
                        },
                        0,
                        BETWEEN_COLLECTIONS.multipliedBy(workload.records()).toMillis(),
                        TimeUnit.MILLISECONDS);
                harvest.unmeasured(harvest.finds("*:*", workload.records()));
                ticking.cancel(false);
            }
            return new Result(
                    simulator.hash(),
                    workload.records(),
                    collections.get(),
                    largest.get(),
                    garner.heapAfterFullGc(),
                    ProcessUsage.peakResident(garner.pid()));
        }
    }
}
