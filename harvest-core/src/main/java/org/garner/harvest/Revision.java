package org.garner.harvest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a listing says about the state of a record, such as its date.
 *
 * @param value the state as the source wrote it; compared for equality only
 * @param trustedFrom a copy fetched at or after this moment under the same value is the same record; null when the value alone proves nothing.
 *     A date without a time is trusted only from the end of that day in every time zone on, because a record may change twice in a day.
 */
public record Revision(String value, @Nullable Instant trustedFrom) {}
