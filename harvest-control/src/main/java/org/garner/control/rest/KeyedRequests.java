package org.garner.control.rest;

import java.util.function.Supplier;
import org.garner.ledger.RequestKeys;
import org.jspecify.annotations.Nullable;

/** Requests that name themselves by an {@code Idempotency-Key}: done once, however often they come. */
final class KeyedRequests {
    private final RequestKeys keys;

    KeyedRequests(RequestKeys keys) {
        this.keys = keys;
    }

    /**
     * Does the work, or gives the answer of the time when it was done; in the transaction of the work.
     *
     * @param key names this request; null when it may be done again
     * @param request what is asked for, in words; another request must not come with the same key
     * @param work does it and returns the answer
     * @throws ProblemException when the key had come with another request
     */
    String once(@Nullable String key, String request, Supplier<String> work) {
        if (key == null) {
            return work.get();
        }
        var before = keys.claim(key, request);
        if (before.isPresent()) {
            return again(key, request, before.get());
        }
        var fresh = work.get();
        keys.answered(key, fresh);
        return fresh;
    }

    private static String again(String key, String request, RequestKeys.Remembered before) {
        var answer = before.answer();
        if (answer == null || !before.request().equals(request)) {
            throw new ProblemException(
                    ProblemCode.KEY_REUSED,
                    "The Idempotency-Key '%s' was used to %s; this request is to %s. Nothing was started: use a new key."
                            .formatted(key, before.request(), request));
        }
        return answer;
    }
}
