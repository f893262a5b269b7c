package org.garner.bench;

/**
 * What the simulated source holds and how it answers.
 *
 * @param type {@code csw}, {@code waf} or {@code dcatus}
 * @param records how many at first
 * @param bytes about how long a record is
 * @param pageSize how many records a page of the CSW has
 * @param latency how long the source waits before each answer, in milliseconds
 * @param seed sources with different seeds share no record
 */
record Workload(String type, int records, int bytes, int pageSize, int latency, int seed) {
    /** What {@code package_search} can be asked for to find changed records only. */
    static final String CHANGED = "title:\"revision 1\"";

    Workload {
        if (records < 1 || bytes < 1 || pageSize < 1 || latency < 0) {
            throw new IllegalArgumentException(
                    "A workload has a record, a byte and a page at least, and no negative latency, but was %d records of %d bytes in pages of %d, %d ms"
                            .formatted(records, bytes, pageSize, latency));
        }
    }

    /** One percent of the records, but one at least. */
    int onePercent() {
        return Math.max(1, records / 100);
    }

    Workload of(int otherRecords) {
        return new Workload(type, otherRecords, bytes, pageSize, latency, seed);
    }

    Workload seeded(int otherSeed) {
        return new Workload(type, records, bytes, pageSize, latency, otherSeed);
    }

    String describe() {
        return "%,d %s records of about %,d bytes, pages of %d, %d ms latency"
                .formatted(records, type, bytes, pageSize, latency);
    }
}
