package org.garner.harvest;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A record to fetch.
 *
 * @param key its name in the source
 * @param url where its document is fetched; the source's address when the listing named none
 * @param heldValidator the ETag or Last-Modified (as {@code etag:…} or {@code date:…}) of the copy we hold, for a conditional request; null to fetch in any case
 */
public record RecordRef(RecordKey key, URI url, @Nullable String heldValidator) {}
