package org.garner.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded server did not start; the message says which, where, why and what to do. */
public class EmbeddedStartException extends RuntimeException {
    public EmbeddedStartException(String message) {
        this(message, null);
    }

    public EmbeddedStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
