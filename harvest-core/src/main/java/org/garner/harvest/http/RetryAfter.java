package org.garner.harvest.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads Retry-After (RFC 9110, section 10.2.3): a number of seconds, or the date when to come back. */
final class RetryAfter {
    private RetryAfter() {}

    /** How long to wait, from 0 to the longest allowed; null when the header is absent or is neither number nor date. */
    static @Nullable Duration parse(@Nullable String header, Instant now, Duration longest) {
        if (header == null || header.length() > 64) {
            return null;
        }
        var text = header.strip();
        if (text.matches("-?[0-9]+")) {
            // Over nine digits is beyond any bound; a negative number asks for no wait.
            var seconds = text.startsWith("-") ? 0 : text.length() > 9 ? Long.MAX_VALUE : Long.parseLong(text);
            return seconds >= longest.toSeconds() ? longest : Duration.ofSeconds(seconds);
        }
        try {
            var at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            var wait = Duration.between(now, at);
            return wait.isNegative() ? Duration.ZERO : wait.compareTo(longest) > 0 ? longest : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
