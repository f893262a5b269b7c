package org.garner.bench;

import java.util.Map;

/**
 * One harvest of the simulated source, measured.
 *
 * @param name first, unchanged, changed or deleted
 * @param records how many records the source listed
 * @param seconds from the POST that started the job until package_search found the last record; for an unchanged source until the job had ended
 * @param jobSeconds from the same POST until the job had ended
 * @param requests by the job's own counter
 * @param sourceRequests by the source's counter: what really arrived
 * @param bytes what the source sent
 * @param counts the job's counts
 */
record Scenario(
        String name,
        long records,
        double seconds,
        double jobSeconds,
        long requests,
        long sourceRequests,
        long bytes,
        Map<String, Long> counts,
        Cpu cpu,
        Memory memory) {

    /**
     * CPU seconds from the POST until the job had ended and everything was found.
     *
     * @param stages Garner's own, by stage
     */
    record Cpu(double garner, double postgres, double simulator, Map<String, Double> stages) {
        double perThousand(long records) {
            return (garner + postgres) * 1000 / records;
        }
    }

    /**
     * Memory in bytes.
     *
     * @param garnerPeakResident the most that the process has ever had resident so far
     * @param postgres all its processes at the end, shared pages counted once
     * @param heapAfterFullGc the heap of Garner that a full collection left after the run
     * @param largestAfterGc the most that any collection left during the run: live objects, and old garbage that no full collection has met yet
     */
    record Memory(long garnerPeakResident, long postgres, long heapAfterFullGc, long largestAfterGc) {}

    double recordsPerSecond() {
        return records / seconds;
    }

    double requestsPerRecord() {
        return (double) sourceRequests / records;
    }
}
