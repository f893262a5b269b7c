package org.garner.harvest;

import org.jspecify.annotations.Nullable;

/**
 * One record as a listing names it.
 *
 * @param key its name in the source
 * @param fetchUrl where its document is fetched; null when the source's own address serves it
 * @param revision the state that the listing states, if it states one
 * @param document the document itself, when the listing carries it
 */
public record ListedRecord(
        RecordKey key, @Nullable String fetchUrl, @Nullable Revision revision, byte @Nullable [] document) {}
