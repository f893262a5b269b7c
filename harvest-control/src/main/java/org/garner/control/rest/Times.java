package org.garner.control.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Times in addresses. */
final class Times {
    private Times() {}

    /** @throws ProblemException when it is not a time with its zone */
    static @Nullable Instant of(String parameter, @Nullable String text) {
        try {
            // A plus that was not encoded has become a blank.
            return text == null
                    ? null
                    : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw ProblemException.parameter("The parameter %s is a time such as 2026-01-31T08:00:00Z, but was '%s'."
                    .formatted(parameter, text));
        }
    }
}
