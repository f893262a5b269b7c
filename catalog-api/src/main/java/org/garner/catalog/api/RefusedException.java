package org.garner.catalog.api;

import java.util.List;
import java.util.Map;

/** Ends an action without a result. */
public final class RefusedException extends RuntimeException {

    // Not for another machine: the sentence is in the message.
    private final transient ActionFailure failure;

    RefusedException(ActionFailure failure) {
        // Thrown for every wrong request: the place in our code is of no interest.
        super(failure.message(), null, false, false);
        this.failure = failure;
    }

    /** What was asked for does not exist: 404. The detail is a clause, such as "there is no job 'x'". */
    public static RefusedException notFound(String detail) {
        return new RefusedException(new ActionFailure.NotFound(detail));
    }

    /** The caller may not do this: 403. */
    public static RefusedException notAllowed(String detail) {
        return new RefusedException(new ActionFailure.NotAllowed(detail));
    }

    /** A parameter has a value that it cannot have: 409. */
    public static RefusedException invalid(String parameter, String message) {
        return new RefusedException(new ActionFailure.Invalid(Map.of(parameter, List.of(message))));
    }

    /** Parameters have values that they cannot have, messages by parameter: 409. */
    public static RefusedException invalid(Map<String, List<String>> messages) {
        return new RefusedException(new ActionFailure.Invalid(messages));
    }

    /** A search that cannot be understood or carried out: 409. */
    public static RefusedException cannotSearch(String detail) {
        return new RefusedException(new ActionFailure.BadQuery(detail));
    }

    /** A parameter of a search that does not exist, or an order that cannot be: 400. */
    static RefusedException badSearch(String message) {
        return new RefusedException(new ActionFailure.BadSearchParameter(message));
    }

    /** The search index does not answer: 500. */
    public static RefusedException indexUnreachable() {
        return new RefusedException(new ActionFailure.IndexUnreachable());
    }

    ActionFailure failure() {
        return failure;
    }
}
