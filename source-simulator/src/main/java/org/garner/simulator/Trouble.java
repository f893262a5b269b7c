package org.garner.simulator;

import java.time.Duration;

/** What a source answers in place of the right reply, for as many requests as it is told to. */
public sealed interface Trouble {
    /** A page in HTML, with status 200, as a login wall or a proxy sends it. */
    record Html() implements Trouble {}

    /** This status and a short text; with Retry-After when that is not zero. */
    record Status(int code, Duration retryAfter) implements Trouble {
        public Status(int code) {
            this(code, Duration.ZERO);
        }
    }

    /** The right reply, this much later. */
    record Slow(Duration longer) implements Trouble {}

    /** The first half of the right reply, as if that were all; its length is stated so, hence no transport notices. */
    record Truncated() implements Trouble {}

    /** The first half of a reply whose stated length is the whole: the connection breaks. */
    record Broken() implements Trouble {}
}
