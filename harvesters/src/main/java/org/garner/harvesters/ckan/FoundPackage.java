package org.garner.harvesters.ckan;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.garner.harvest.Revision;
import org.jspecify.annotations.Nullable;

/**
 * A package as a page of results names it.
 *
 * @param modified {@code metadata_modified} as it is written
 * @param whole true when it is the whole package, false when it is what the index has under {@code fl}
 * @param hidden true when the site does not count it among its active, public datasets, or when it describes a harvest source
 * @param json its bytes as they were sent
 */
record FoundPackage(@Nullable String id, @Nullable String modified, boolean whole, boolean hidden, byte[] json) {

    /**
     * The state that its date stands for. The whole package gives microseconds without a zone, the index gives milliseconds and a Z: both are UTC, and
     * cut to milliseconds they are the same.
     */
    @Nullable
    Revision revision() {
        var moment = moment(modified);
        return moment == null ? null : Revision.at(moment.toString(), moment);
    }

    private static @Nullable Instant moment(@Nullable String written) {
        if (written == null) {
            return null;
        }
        var text = written.strip().replace(' ', 'T');
        try {
            var zoned = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:?\\d\\d$");
            var moment = zoned
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            return moment.truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
