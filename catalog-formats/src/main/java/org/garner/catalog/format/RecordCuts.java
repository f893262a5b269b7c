package org.garner.catalog.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A page of records, cut into its records by their bytes: many times cheaper than to parse a page and to write each record anew. What stands between
 * the records can be read as a document of its own.
 *
 * <p>Cutting looks for tags only. It answers for their nesting and for the absence of bytes that no XML may hold, not for what stands inside the tags:
 * that is found by whoever reads the record, and then is trouble of that record alone. A page that is unusual in any way (another encoding than UTF-8,
 * a document type, control characters, an end before its time) is not cut, but left to {@link XmlCursor}.
 */
public final class RecordCuts {
    private static final byte[] DECLARATION =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".getBytes(StandardCharsets.US_ASCII);

    private final byte[] page;
    private final List<TagScan.Range> ranges;

    private RecordCuts(byte[] page, List<TagScan.Range> ranges) {
        this.page = page;
        this.ranges = ranges;
    }

    /**
     * A record of the page.
     *
     * @param document the record as a document of its own, in UTF-8, with every namespace that holds there and without comments; the same record gives
     *     the same bytes on every page that declares the same namespaces
     * @param line where it begins in the page, from 1
     */
    public record Cut(byte[] document, int line) {}

    /**
     * Finds the records of a page.
     *
     * @param container the local name of the one element whose children are the records
     * @param maxBytes how long a record may be
     * @return empty when the page has to be read by a parser
     */
    public static Optional<RecordCuts> of(byte[] page, String container, int maxBytes) {
        return new TagScan(page, container, maxBytes).records().map(ranges -> new RecordCuts(page, ranges));
    }

    /** The page without its records. */
    public XmlCursor rest() throws MalformedXmlException {
        var rest = new ByteArrayOutputStream(1 << 10);
        int written = 0;
        for (var range : ranges) {
            rest.write(page, written, range.bytes().from() - written);
            written = range.bytes().to();
        }
        rest.write(page, written, page.length - written);
        return Xml.read(rest.toByteArray());
    }

    /**
     * The records in their order.
     *
     * @param container a cursor over {@link #rest} that stands in the element that had the records
     */
    public List<Cut> records(XmlCursor container) {
        var namespaces = container.namespacesInScope();
        return ranges.stream()
                .map(range -> new Cut(document(range, namespaces), range.line()))
                .toList();
    }

    private byte[] document(TagScan.Range range, Collection<NamespaceStack.Declaration> namespaces) {
        var declared = TagScan.prefixesDeclared(page, range.nameEnd());
        var inherited = new StringBuilder();
        for (var namespace : namespaces) {
            if (!declared.contains(namespace.prefix())) {
                ElementText.declare(namespace, inherited);
            }
        }
        var added = inherited.toString().getBytes(StandardCharsets.UTF_8);
        int left = range.left().stream().mapToInt(TagScan.Span::length).sum();
        var document = new byte[DECLARATION.length + range.bytes().length() + added.length - left];
        int end = put(document, 0, DECLARATION, 0, DECLARATION.length);
        end = put(document, end, page, range.bytes().from(), range.nameEnd());
        end = put(document, end, added, 0, added.length);
        int from = range.nameEnd();
        for (var span : range.left()) {
            end = put(document, end, page, from, span.from());
            from = span.to();
        }
        put(document, end, page, from, range.bytes().to());
        return document;
    }

    private static int put(byte[] target, int at, byte[] source, int from, int to) {
        System.arraycopy(source, from, target, at, to - from);
        return at + to - from;
    }
}
