package org.garner.harvest.http;

import java.time.Duration;
import org.garner.harvest.HarvestFailure;
import org.jspecify.annotations.Nullable;

/** What came of one exchange. */
sealed interface Answer {
    /** A reply for the caller: 200 to 299 or 304. */
    record Arrived(SourceReply reply) implements Answer {}

    /** The answer is elsewhere. */
    record Elsewhere(int status, String location) implements Answer {}

    /** The host asks for fewer requests; after how long, if it says so. */
    record Throttled(HarvestFailure failure, @Nullable Duration retryAfter) implements Answer {}

    /** An answer that says that the server has trouble of its own, which may pass. */
    record Troubled(HarvestFailure failure) implements Answer {}

    /** No whole answer came; that may pass. */
    record Lost(HarvestFailure failure) implements Answer {}

    /** No answer came in time; asking again would take as long again. */
    record Late(HarvestFailure failure) implements Answer {}

    /** It will not work by asking again. */
    record Refused(HarvestFailure failure) implements Answer {}
}
