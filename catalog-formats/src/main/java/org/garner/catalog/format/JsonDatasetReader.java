package org.garner.catalog.format;

import tools.jackson.databind.JsonNode;

/** Reads records of one JSON format. The document is parsed once, for all readers, by {@link Json}. */
public interface JsonDatasetReader extends DatasetReader {
    /** True when a record with these members is of this format; {@code record} is an object. */
    boolean recognises(JsonNode record);

    /**
     * Reads one record.
     *
     * @throws UnreadableRecordException when it makes no dataset; the message names the member
     */
    Reading read(JsonNode record, ReadingOptions options) throws UnreadableRecordException;

    @Override
    default Reading read(byte[] document, ReadingOptions options) throws UnreadableRecordException {
        return read(Json.read(document), options);
    }
}
