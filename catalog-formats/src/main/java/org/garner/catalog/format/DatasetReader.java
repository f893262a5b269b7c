package org.garner.catalog.format;

/** Reads records of one metadata format. Stateless and safe for many threads. */
public interface DatasetReader {
    /** The format's name in reports, such as {@code iso19139}. */
    String format();

    /** The format for people, with its article: "an ISO 19139 record". */
    String title();

    /** Raised when the same bytes give another dataset than before: stored documents are then mapped again, without asking the source. */
    int version();

    /** True when an XML document with this root element is of this format. */
    default boolean recognises(String namespace, String localName) {
        return false;
    }

    /**
     * Reads one record.
     *
     * @throws UnreadableRecordException when it makes no dataset; with the place in the document where known
     */
    Reading read(byte[] document, ReadingOptions options) throws UnreadableRecordException;
}
