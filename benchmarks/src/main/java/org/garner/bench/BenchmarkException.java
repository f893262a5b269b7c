package org.garner.bench;

import org.jspecify.annotations.Nullable;

/** A benchmark that could not be carried out; its message is for people. */
final class BenchmarkException extends RuntimeException {
    BenchmarkException(String message) {
        this(message, null);
    }

    BenchmarkException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
