package org.garner.simulator;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which records a source begins with; the same for the same values.
 *
 * @param count how many
 * @param seed sources with different seeds share no identifier
 * @param bytes about how long each document is, from 6,000
 */
public record Records(int count, long seed, int bytes) {
    /** The size of a usual ISO record of a national catalogue. */
    public static final int USUAL_BYTES = 25_000;

    public Records {
        if (count < 0 || bytes < 0) {
            throw new IllegalArgumentException(
                    "Records have a count and a size from 0, but were %d of %d bytes".formatted(count, bytes));
        }
    }

    public static Records of(int count) {
        return new Records(count, 1, USUAL_BYTES);
    }

    public Records seeded(long other) {
        return new Records(count, other, bytes);
    }

    public Records sized(int other) {
        return new Records(count, seed, other);
    }

    List<SampleRecord> generate() {
        return IntStream.range(0, count)
                .mapToObj(number -> SampleRecord.generated(seed, number, bytes))
                .toList();
    }
}
