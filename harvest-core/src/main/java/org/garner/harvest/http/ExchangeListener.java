package org.garner.harvest.http;

import java.net.URI;
import java.time.Duration;
import org.garner.harvest.HarvestFailure;

/** Hears of every exchange with a source, also of those that were repeated or redirected: for the counts and the log of a job. Called on the sending thread. */
@FunctionalInterface
public interface ExchangeListener {
    /** Hears nothing. */
    ExchangeListener NONE = (uri, status, bytes, took) -> {};

    /**
     * One request was sent and its answer, if one came, was read.
     *
     * @param uri where to, without credentials
     * @param status the answer's status, or 0 when none came
     * @param bytes the bytes of its body as they came over the wire
     * @param took from sending to the last byte
     */
    void exchanged(URI uri, int status, long bytes, Duration took);

    /**
     * A request had no good answer, and is sent again after a pause that begins now.
     *
     * @param uri where to, without credentials
     */
    default void pauses(URI uri, HarvestFailure why, Duration pause) {}
}
