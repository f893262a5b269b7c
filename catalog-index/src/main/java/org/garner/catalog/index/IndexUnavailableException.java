package org.garner.catalog.index;

import org.jspecify.annotations.Nullable;

/** The index does not answer, or is not one that Garner can use. Nothing is lost: what it was not told stays pending. */
public class IndexUnavailableException extends RuntimeException {
    IndexUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
