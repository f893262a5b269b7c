package org.garner.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A catalogue in one document, {@code data.json} as Project Open Data 1.1 has it. The document is written while it is sent: a million records need no
 * more memory than their numbers. It has an ETag and answers conditional requests with 304.
 */
public final class SimulatedDataJson extends SimulatedSource {
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] SEPARATOR = ",\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "]}\n".getBytes(StandardCharsets.US_ASCII);
    private static final String CONFORMS = "\"conformsTo\":\"https://project-open-data.cio.gov/v1.1/schema\"";

    private final Map<Integer, byte[]> endings = new ConcurrentHashMap<>();
    private volatile Written written = new Written(-1, 0, "");
    private volatile boolean conformsLast;

    /** The length and the ETag of the document after so many edits. */
    private record Written(int edits, long length, String etag) {}

    public SimulatedDataJson(String path, Records records) {
        super(path, records);
    }

    /** Says what the catalogue conforms to only after its datasets. */
    public SimulatedDataJson conformsLast() {
        conformsLast = true;
        return this;
    }

    @Override
    String kindOf(Incoming request) {
        return "document";
    }

    @Override
    Document render(SampleRecord record) {
        return new Document(record, NOTHING, NOTHING, NOTHING);
    }

    @Override
    Reply answer(Incoming request) {
        var now = written();
        if (now.etag().equals(request.header("If-None-Match"))) {
            return Reply.of(304, "application/json").header("ETag", now.etag());
        }
        return Reply.of(200, "application/json").header("ETag", now.etag()).stream(
                now.length(), () -> pieces(documents()));
    }

    /** The length is found by writing the document once without sending it, after each edit. */
    private synchronized Written written() {
        var edits = edits();
        if (written.edits() != edits) {
            long length = 0;
            int hash = 1;
            for (var pieces = pieces(documents()); pieces.hasNext(); ) {
                var piece = pieces.next();
                length += piece.length;
                hash = 31 * hash + Arrays.hashCode(piece);
            }
            written = new Written(edits, length, "\"%x-%08x\"".formatted(length, hash));
        }
        return written;
    }

    private Iterator<byte[]> pieces(List<Document> documents) {
        return IntStream.rangeClosed(-1, documents.size())
                .boxed()
                .flatMap(number -> {
                    if (number < 0) {
                        return Stream.of(beginning());
                    }
                    return number == documents.size()
                            ? Stream.of(ending())
                            : dataset(documents.get(number).record(), number > 0).stream();
                })
                .iterator();
    }

    @Override
    void eachPiece(Consumer<byte[]> take) {
        pieces(documents()).forEachRemaining(take);
    }

    private byte[] beginning() {
        return """
            {"@context":"https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld","@type":"dcat:Catalog",%s
            "describedBy":"https://project-open-data.cio.gov/v1.1/schema/catalog.json","dataset":[
            """.formatted(conformsLast ? "" : CONFORMS + ",").getBytes(StandardCharsets.UTF_8);
    }

    private byte[] ending() {
        return conformsLast ? ("]," + CONFORMS + "}\n").getBytes(StandardCharsets.UTF_8) : END;
    }

    private List<byte[]> dataset(SampleRecord record, boolean separated) {
        var fault = faultOf(record);
        if (fault == RecordFault.HTML) {
            return separated(List.of("\"<html>no dataset</html>\"".getBytes(StandardCharsets.UTF_8)), separated);
        }
        var head = new SampleDataset(record, fault).head();
        if (fault == RecordFault.CUT_OFF) {
            return separated(List.of(Arrays.copyOf(head, head.length / 2)), separated);
        }
        if (fault == RecordFault.WRONG_ENCODING) {
            head = with(head, "\"description\":\"", "Überführt: ");
            head = new String(head, StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1);
        }
        var length = head.length;
        return separated(
                List.of(
                        head,
                        endings.computeIfAbsent(
                                record.filler(), filler -> new SampleDataset(record, null).ending(length))),
                separated);
    }

    private static List<byte[]> separated(List<byte[]> pieces, boolean separated) {
        if (!separated) {
            return pieces;
        }
        var all = new ArrayList<byte[]>(pieces.size() + 1);
        all.add(SEPARATOR);
        all.addAll(pieces);
        return Collections.unmodifiableList(all);
    }
}
