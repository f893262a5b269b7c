package org.garner.catalog.access;

/** Yes, or a no with its reason. */
public sealed interface Decision {
    record Granted() implements Decision {}

    /** A no; the reason is one or more sentences that say what it takes. */
    sealed interface Refusal extends Decision permits Unknown, Forbidden {
        String reason();
    }

    /** Nobody knows who asks: a token may help. */
    record Unknown(String reason) implements Refusal {}

    /** Whoever asks is known, and may not. */
    record Forbidden(String reason) implements Refusal {}

    default boolean granted() {
        return this instanceof Granted;
    }
}
