package org.garner.catalog.api;

/** Ends an action without a result. */
final class RefusedException extends RuntimeException {

    private final ActionFailure failure;

    RefusedException(ActionFailure failure) {
        // Thrown for every wrong request: the place in our code is of no interest.
        super(failure.message(), null, false, false);
        this.failure = failure;
    }

    ActionFailure failure() {
        return failure;
    }
}
