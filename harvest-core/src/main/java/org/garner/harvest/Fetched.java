package org.garner.harvest;

import org.jspecify.annotations.Nullable;

/** What came of fetching one record. */
public sealed interface Fetched {
    RecordKey key();

    /**
     * The document came.
     *
     * @param content its bytes
     * @param validator the ETag or Last-Modified for the next conditional request, as {@code etag:…} or {@code date:…}, if any
     */
    record Document(RecordKey key, byte[] content, @Nullable String validator) implements Fetched {}

    /** The source says that the copy we hold is current (304). */
    record NotModified(RecordKey key) implements Fetched {}

    /** The document did not come. */
    record Failed(RecordKey key, HarvestFailure failure) implements Fetched {}
}
