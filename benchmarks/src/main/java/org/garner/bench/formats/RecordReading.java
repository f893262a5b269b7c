package org.garner.bench.formats;

import java.util.Objects;
import org.garner.catalog.ContentHash;
import org.garner.catalog.format.DatasetReaders;
import org.garner.catalog.format.Reading;
import org.garner.catalog.format.ReadingOptions;
import org.garner.catalog.format.UnreadableRecordException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One record from bytes to a dataset, and the hash of what it says. */
@State(Scope.Benchmark)
public class RecordReading {
    private final DatasetReaders readers = DatasetReaders.standard();
    private byte[] iso = new byte[0];
    private byte[] dcatUs = new byte[0];
    private @Nullable Reading reading;

    /** Fetches the records. */
    @Setup
    public void fetch(SimulatedRecords records) throws UnreadableRecordException {
        iso = records.isoRecord();
        dcatUs = records.dataset();
        reading = readers.read(iso, ReadingOptions.PLAIN);
    }

    /** An ISO 19139 record of 25 KB. */
    @Benchmark
    public Reading iso19139() throws UnreadableRecordException {
        return readers.read(iso, ReadingOptions.PLAIN);
    }

    /** A dataset of a data.json (Project Open Data 1.1) of 25 KB. */
    @Benchmark
    public Reading dcatUs11() throws UnreadableRecordException {
        return readers.read(dcatUs, ReadingOptions.PLAIN);
    }

    /** The canonical hash of the dataset that was read. */
    @Benchmark
    public ContentHash contentHash() {
        return ContentHash.of(Objects.requireNonNull(reading).dataset());
    }
}
