package org.garner.standalone;

import org.jspecify.annotations.Nullable;

/** The server cannot start; the message says why and what to do. */
public final class CannotStartException extends RuntimeException {
    CannotStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
