package org.garner.bench.formats;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.garner.harvest.Cursor;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.Harvester;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.InvalidConfigException;
import org.garner.harvest.ListingPage;
import org.garner.harvest.ListingRequest;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.http.SourceClient;
import org.garner.harvest.http.SourceException;
import org.garner.harvest.http.SourceReply;
import org.garner.harvest.http.SourceRequest;
import org.garner.harvesters.Harvesters;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A page of a CSW with 200 whole ISO records, as the gather worker reads it, without the network. */
@State(Scope.Benchmark)
public class CswPage {
    private static final HarvesterType CSW = new HarvesterType("csw");

    private final Harvester harvester = Harvesters.onClassPath().byType(CSW);
    private @Nullable ListingRequest request;
    private @Nullable SourceClient client;

    /** Lists the first page for real, which finds out how this server is asked, and keeps the reply to the second. */
    @Setup
    public void record(SimulatedRecords records) throws InvalidConfigException, SourceException, InterruptedException {
        var source = new HarvestSource(
                new UUID(0, 1),
                "benchmark",
                records.csw(),
                "Benchmark",
                CSW,
                SourceConfig.parse("{\"page_size\": %d}".formatted(SimulatedRecords.PAGE)),
                null);
        var recorded = new Recorded(records);
        var first = harvester.list(new ListingRequest(source, Cursor.START, false), recorded);
        var second = new ListingRequest(source, Objects.requireNonNull(first.next(), "a second page"), false);
        if (harvester.list(second, recorded).records().size() != SimulatedRecords.PAGE) {
            throw new IllegalStateException("Expected a second page of %d records".formatted(SimulatedRecords.PAGE));
        }
        request = second;
        client = recorded;
    }

    /** Counted in records. */
    @Benchmark
    @OperationsPerInvocation(SimulatedRecords.PAGE)
    public ListingPage list() throws SourceException, InterruptedException {
        return harvester.list(Objects.requireNonNull(request), Objects.requireNonNull(client));
    }

    /** Asks the simulator once, and answers from memory afterwards. */
    private static final class Recorded implements SourceClient {
        private final SimulatedRecords records;
        private final Map<SourceRequest, byte[]> replies = new HashMap<>();

        Recorded(SimulatedRecords records) {
            this.records = records;
        }

        @Override
        public SourceReply send(SourceRequest request) {
            var bytes = replies.computeIfAbsent(
                    request,
                    asked -> asked.body() == null ? records.get(asked.uri()) : records.post(asked.uri(), asked.body()));
            return new SourceReply(request.uri(), 200, Map.of("content-type", "application/xml"), new Bytes(bytes));
        }
    }

    private record Bytes(byte[] bytes) implements SourceReply.Body {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public void close() {
            // Nothing is held outside of the heap.
        }
    }
}
