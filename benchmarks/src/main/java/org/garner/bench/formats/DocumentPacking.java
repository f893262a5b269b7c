package org.garner.bench.formats;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.Deflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What is done to a document's bytes before they are stored, by the JDK with the ledger's settings. */
@State(Scope.Benchmark)
public class DocumentPacking {
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private final byte[] packed = new byte[64 << 10];
    private byte[] document = new byte[0];

    /** Fetches the record. */
    @Setup
    public void fetch(SimulatedRecords records) {
        document = records.isoRecord();
    }

    /** Frees what the deflater holds outside of the heap. */
    @TearDown
    public void end() {
        deflater.end();
    }

    /** Deflates a record of 25 KB at level 1. */
    @Benchmark
    public int deflate() {
        deflater.reset();
        deflater.setInput(document);
        deflater.finish();
        return deflater.deflate(packed);
    }

    /** SHA-256 of a record of 25 KB. */
    @Benchmark
    public byte[] sha256() throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(document);
    }
}
