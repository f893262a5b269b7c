package org.garner.catalog.format;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** All readers: finds the one for a document by its root element or, in JSON, by its members. */
public final class DatasetReaders {
    private final List<DatasetReader> readers;

    DatasetReaders(List<DatasetReader> readers) {
        this.readers = List.copyOf(readers);
    }

    /** The readers on the class path, each named in {@code META-INF/services}. */
    public static DatasetReaders standard() {
        return new DatasetReaders(ServiceLoader.load(DatasetReader.class, DatasetReader.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(DatasetReader::format))
                .toList());
    }

    /** One number over all readers: it changes when any reader's output does. */
    public int version() {
        return readers.stream().mapToInt(DatasetReader::version).sum();
    }

    /**
     * Reads a document of any known format.
     *
     * @throws UnreadableRecordException when it cannot be parsed, no reader knows its root element, or it makes no dataset
     */
    public Reading read(byte[] document, ReadingOptions options) throws UnreadableRecordException {
        return Json.looksLike(document)
                ? readJson(document, options)
                : readerOf(document).read(document, options);
    }

    private Reading readJson(byte[] document, ReadingOptions options) throws UnreadableRecordException {
        var record = Json.read(document);
        for (var reader : readers) {
            if (reader instanceof JsonDatasetReader json && json.recognises(record)) {
                return json.read(record, options);
            }
        }
        throw unknown(
                "JSON with the members "
                        + record.propertyNames().stream().limit(5).collect(Collectors.joining(", ")),
                1,
                1);
    }

    private DatasetReader readerOf(byte[] document) throws UnreadableRecordException {
        try (var in = Xml.read(document)) {
            for (var reader : readers) {
                if (reader.recognises(in.namespace(), in.localName())) {
                    return reader;
                }
            }
            throw unknown(DocumentKind.ofRoot(in.namespace(), in.localName()), in.line(), in.column());
        } catch (MalformedXmlException e) {
            var kind = DocumentKind.ofBytes(document);
            throw kind.isEmpty() ? e.unreadable() : unknown(kind, 1, 1);
        }
    }

    private UnreadableRecordException unknown(String kind, int line, int column) {
        var known = readers.stream().map(DatasetReader::title).collect(Collectors.joining(" or "));
        return new UnreadableRecordException(
                UnreadableRecordException.Fault.FORMAT, "Expected %s, found %s".formatted(known, kind), line, column);
    }
}
