package org.garner.harvest;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What a listing says about the state of a record, such as its date.
 *
 * @param value the state as the source wrote it; compared for equality only
 * @param trustedFrom a copy fetched at or after this moment under the same value is the same record; null when the value alone proves nothing.
 *     A date without a time is trusted only from the end of that day in every time zone on, because a record may change twice in a day.
 */
public record Revision(String value, @Nullable Instant trustedFrom) {
    /** The westernmost zone is 12 hours behind UTC; the rest allows for clocks that are set to another zone's time. */
    private static final Duration NO_ZONE = Duration.ofHours(26);

    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    /** A state whose moment the source gives with its zone. */
    public static Revision at(String value, Instant stated) {
        return new Revision(value, stated.plus(CLOCKS_DIFFER));
    }

    /** A state whose moment the source gives in an unknown zone. */
    public static Revision atLocal(String value, LocalDateTime stated) {
        return new Revision(value, stated.toInstant(ZoneOffset.UTC).plus(NO_ZONE));
    }

    /** A state of which the source gives only the day. */
    public static Revision onDay(String value, LocalDate stated) {
        return atLocal(value, stated.plusDays(1).atStartOfDay());
    }
}
