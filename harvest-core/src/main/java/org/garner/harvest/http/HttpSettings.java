package org.garner.harvest.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How Garner behaves towards sources. Every limit holds for one exchange (one request and its answer), unless it says otherwise.
 *
 * @param userAgent how Garner introduces itself; a request may bring another
 * @param times how long an exchange may take
 * @param sizes how large an answer may be, and where it is kept
 * @param retries when a request is repeated
 * @param hosts what one host has to bear
 */
public record HttpSettings(String userAgent, Times times, Sizes sizes, Retries retries, Hosts hosts) {

    /**
     * How long things may take.
     *
     * @param connect to open a connection; 10 s
     * @param firstByte from sending the request to the end of the answer's headers; 60 s
     * @param exchange from sending the request to the last byte of the answer; 10 min
     * @param slowestBytesPerSecond an answer that comes slower than this on average is given up; 500 bytes/s
     * @param slowestOver the time that this average is taken over; 60 s
     */
    public record Times(
            Duration connect, Duration firstByte, Duration exchange, long slowestBytesPerSecond, Duration slowestOver) {
        public static final Times DEFAULT = new Times(
                Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(10), 500, Duration.ofSeconds(60));

        public Times {
            positive(connect, "connect");
            positive(firstByte, "firstByte");
            positive(exchange, "exchange");
            positive(slowestOver, "slowestOver");
        }
    }

    /**
     * How large things may be. The largest body is named by each request.
     *
     * @param memoryBytes bodies up to this stay in memory, larger ones go to a file; 8 MiB
     * @param maxExpansion how many times its compressed size a body may have, beyond the first 8 MiB; 250 (XML reaches 50, a bomb 1,000)
     * @param maxRedirects how many redirects are followed; 5
     * @param spool the folder of the files for large bodies; the system's temporary folder
     */
    public record Sizes(int memoryBytes, int maxExpansion, int maxRedirects, Path spool) {
        public static final Sizes DEFAULT = new Sizes(8 << 20, 250, 5, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * When a request is repeated: after trouble that may pass (no connection, reset, truncated, 429, 502, 503, 504), with full jitter.
     *
     * @param attempts how often a request is sent, with the first; 3. A wait that the source asked for by Retry-After does not count
     * @param firstBackoff the first pause is a random part of this, each further one of twice as much; 1 s
     * @param longestBackoff but never of more than this; 30 s
     * @param longestRetryAfter the longest that one Retry-After is heeded; 5 min
     * @param patience how long one request waits for Retry-After in all, before it fails; 15 min
     */
    public record Retries(
            int attempts,
            Duration firstBackoff,
            Duration longestBackoff,
            Duration longestRetryAfter,
            Duration patience) {
        public static final Retries DEFAULT = new Retries(
                3, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(15));

        public Retries {
            if (attempts < 1) {
                throw new IllegalArgumentException("A request is sent at least once, but attempts was " + attempts);
            }
            positive(firstBackoff, "firstBackoff");
        }
    }

    /**
     * What one host has to bear from this process.
     *
     * @param atOnce exchanges at the same time; 4
     * @param failuresToOpen after so many exchanges in a row without an answer the host is left alone; 10
     * @param leftAlone for how long, until one request may try again; 60 s
     */
    public record Hosts(int atOnce, int failuresToOpen, Duration leftAlone) {
        public static final Hosts DEFAULT = new Hosts(4, 10, Duration.ofSeconds(60));

        public Hosts {
            positive(leftAlone, "leftAlone");
        }
    }

    /** The defaults, introducing Garner by its version and by a page where a provider finds out who asks. */
    public static HttpSettings defaults(String version, URI contact) {
        return new HttpSettings(
                "Garner/%s (+%s)".formatted(version, contact),
                Times.DEFAULT,
                Sizes.DEFAULT,
                Retries.DEFAULT,
                Hosts.DEFAULT);
    }

    public HttpSettings with(Times other) {
        return new HttpSettings(userAgent, other, sizes, retries, hosts);
    }

    public HttpSettings with(Sizes other) {
        return new HttpSettings(userAgent, times, other, retries, hosts);
    }

    public HttpSettings with(Retries other) {
        return new HttpSettings(userAgent, times, sizes, other, hosts);
    }

    public HttpSettings with(Hosts other) {
        return new HttpSettings(userAgent, times, sizes, retries, other);
    }

    private static void positive(Duration duration, String name) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("%s is longer than 0, but was %s".formatted(name, duration));
        }
    }
}
