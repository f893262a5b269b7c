package org.garner.client;

import org.jspecify.annotations.Nullable;

/**
 * One error of a job.
 *
 * @param guid the record, null when it is the listing's
 * @param stage gather, fetch or import
 * @param kind source, transport, format, validation, mapping or storage
 * @param line the line in the document from 1, if known
 * @param url the address concerned, if one is
 */
public record JobError(
        @Nullable String guid,
        String stage,
        String kind,
        String message,
        @Nullable Integer line,
        @Nullable String url) {}
