package org.garner.catalog.format;

import java.util.List;

/** All readers: finds the one for a document by its root element. */
public final class DatasetReaders {
    private final List<DatasetReader> readers;

    private DatasetReaders(List<DatasetReader> readers) {
        this.readers = List.copyOf(readers);
    }

    /** The readers that Garner comes with. */
    public static DatasetReaders standard() {
        return new DatasetReaders(List.of());
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
        throw new UnreadableRecordException(
                UnreadableRecordException.Fault.FORMAT,
                "No reader is built yet (%d)".formatted(readers.size()),
                null,
                null);
    }
}
