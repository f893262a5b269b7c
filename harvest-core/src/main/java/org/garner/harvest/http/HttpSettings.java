package org.garner.harvest.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Garner behaves towards sources. Every limit holds for one exchange (one request and its answer), unless it says otherwise.
 *
 * @param userAgent how Garner introduces itself; a request may bring another. Empty: by its version and a page about it
 * @param times how long an exchange may take
 * @param sizes how large an answer may be, and where it is kept
 * @param retries when a request is repeated
 * @param hosts what one host has to bear
 */
@ConfigurationProperties("garner.http")
public record HttpSettings(
        @DefaultValue("") String userAgent,
        @DefaultValue Times times,
        @DefaultValue Sizes sizes,
        @DefaultValue Retries retries,
        @DefaultValue Hosts hosts) {

    /**
     * How long things may take.
     *
     * @param connect to open a connection
     * @param firstByte from sending the request to the end of the answer's headers
     * @param exchange from sending the request to the last byte of the answer
     * @param slowestBytesPerSecond an answer that comes slower than this on average, in bytes per second, is given up
     * @param slowestOver the time that this average is taken over
     */
    public record Times(
            @DefaultValue("10s") Duration connect,
            @DefaultValue("30s") Duration firstByte,
            @DefaultValue("5m") Duration exchange,
            @DefaultValue("500") long slowestBytesPerSecond,
            @DefaultValue("30s") Duration slowestOver) {
        public static final Times DEFAULT = new Times(
                Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(5), 500, Duration.ofSeconds(30));

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
     * @param memoryBytes bodies up to so many bytes stay in memory, larger ones go to a file
     * @param maxExpansion how many times its compressed size a body may have, beyond the first 8 MiB (XML reaches 50, a bomb 1,000)
     * @param maxRedirects how many redirects are followed
     * @param spool the folder of the files for large bodies; unset, the system's temporary folder
     */
    public record Sizes(
            @DefaultValue("8388608") int memoryBytes,
            @DefaultValue("250") int maxExpansion,
            @DefaultValue("5") int maxRedirects,
            @Nullable Path spool) {
        public static final Sizes DEFAULT = new Sizes(8 << 20, 250, 5, null);

        /** Where large bodies are kept. */
        Path folder() {
            return spool == null ? Path.of(System.getProperty("java.io.tmpdir")) : spool;
        }
    }

    /**
     * When a request is repeated: after trouble that may pass (no connection, reset, truncated, 429, 502, 503, 504), with full jitter.
     *
     * @param attempts how often a request is sent, with the first. A wait that the source asked for by Retry-After does not count
     * @param firstBackoff the first pause is a random part of this, each further one of twice as much
     * @param longestBackoff but never of more than this
     * @param longestRetryAfter the longest that one Retry-After is heeded
     * @param patience how long one request waits for Retry-After in all, before it fails
     */
    public record Retries(
            @DefaultValue("3") int attempts,
            @DefaultValue("1s") Duration firstBackoff,
            @DefaultValue("30s") Duration longestBackoff,
            @DefaultValue("1h") Duration longestRetryAfter,
            @DefaultValue("1h") Duration patience) {
        public static final Retries DEFAULT =
                new Retries(3, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofHours(1));

        public Retries {
            if (attempts < 1) {
                throw new IllegalArgumentException("A request is sent at least once, but attempts was " + attempts);
            }
            positive(firstBackoff, "firstBackoff");
        }
    }

    /**
     * What one host has to bear from all processes together.
     *
     * @param atOnce exchanges at the same time
     * @param perSecond how many exchanges begin in a second, at most; 0: as many as the host answers
     * @param localAtOnce exchanges at the same time with a server on this very machine, which is not held to perSecond
     * @param failuresToOpen after so many exchanges in a row without an answer the host is left alone
     * @param leftAlone for how long, until one request may try again
     */
    public record Hosts(
            @DefaultValue("2") int atOnce,
            @DefaultValue("5") int perSecond,
            @DefaultValue("4") int localAtOnce,
            @DefaultValue("10") int failuresToOpen,
            @DefaultValue("60s") Duration leftAlone) {
        public static final Hosts DEFAULT = new Hosts(2, 5, 4, 10, Duration.ofSeconds(60));

        public Hosts {
            if (atOnce < 1 || localAtOnce < 1 || failuresToOpen < 1) {
                throw new IllegalArgumentException(
                        "atOnce, localAtOnce and failuresToOpen are at least 1, but were %d, %d and %d"
                                .formatted(atOnce, localAtOnce, failuresToOpen));
            }
            if (perSecond < 0 || perSecond > 1000) {
                throw new IllegalArgumentException("perSecond is 0 to 1000, but was " + perSecond);
            }
            positive(leftAlone, "leftAlone");
        }

        /** How many exchanges this host bears at the same time. */
        public int atOnce(String host) {
            return local(host) ? localAtOnce : atOnce;
        }

        /** The least rest of this host between the starts of two exchanges. */
        public Duration rest(String host) {
            return perSecond == 0 || local(host) ? Duration.ZERO : Duration.ofMillis(1000 / perSecond);
        }

        /** True for addresses that never leave this machine, as {@link org.garner.harvest.HarvestSource#hostOf} writes them. */
        private static boolean local(String host) {
            return host.equals("localhost")
                    || host.startsWith("localhost:")
                    || host.startsWith("127.")
                    || host.startsWith("[::1]");
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

    /** These settings, introducing Garner as the operator wants, or else like the defaults. */
    public HttpSettings introducing(String version, URI contact) {
        return userAgent.isBlank()
                ? new HttpSettings(defaults(version, contact).userAgent(), times, sizes, retries, hosts)
                : this;
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
