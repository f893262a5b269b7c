package org.garner.harvest.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestFailure.Refused;
import org.garner.harvest.HarvestFailure.TooLarge;
import org.garner.harvest.HarvestFailure.TooSlow;
import org.garner.harvest.HarvestFailure.Truncated;
import org.garner.harvest.HarvestFailure.Unexpected;
import org.garner.harvest.HarvestFailure.Unreachable;
import org.jspecify.annotations.Nullable;

/** One request and its answer: sends, takes the whole body in, and says what came of it. */
final class Exchange {
    /** Compressed bytes may exceed the wanted bytes by this much: what gzip adds to a body that does not shrink. */
    private static final long CODING_OVERHEAD = 1 << 16;
    /** Small bodies may expand as they like: they cannot hurt. */
    private static final long FREE_EXPANSION = 8 << 20;
    /** How much of an error page is read. */
    private static final int ERROR_BYTES = 8 << 10;

    private final HttpClient http;
    private final HttpSettings settings;
    private final Hop hop;
    private final URI shown;
    private final long startedNanos = System.nanoTime();
    private int status;
    private long wireBytes;

    Exchange(HttpClient http, HttpSettings settings, Hop hop) {
        this.http = http;
        this.settings = settings;
        this.hop = hop;
        this.shown = Secrets.hidden(hop.uri());
    }

    /** The answer's status; 0 while none has come. */
    int status() {
        return status;
    }

    long wireBytes() {
        return wireBytes;
    }

    Duration took() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** Sends the request to this address; the address was checked. */
    Answer run(InetAddress address) throws InterruptedException {
        HttpResponse<InputStream> response;
        try {
            response = headers(address);
        } catch (IOException e) {
            interruptedFirst(e);
            return withoutAnswer(e);
        } catch (TimeoutException e) {
            return new Answer.Late(new TooSlow(shown, "no answer began within " + Watch.inWords(firstByte()), took()));
        } catch (IllegalArgumentException e) {
            return new Answer.Refused(new Unexpected(
                    shown, "a request that can be sent", Secrets.excerpt(String.valueOf(e.getMessage()))));
        }
        status = response.statusCode();
        try (var wire = new Watch(
                response.body(), settings.times(), startedNanos, hop.origin().maxBytes() + CODING_OVERHEAD)) {
            try {
                return answer(response, wire);
            } catch (IOException e) {
                interruptedFirst(e);
                return brokenOff(e, wire, response);
            } finally {
                wireBytes = wire.count();
            }
        } catch (IOException e) {
            // Closing the connection: the answer is already known.
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Duration firstByte() {
        var times = settings.times();
        return times.firstByte().compareTo(times.exchange()) < 0 ? times.firstByte() : times.exchange();
    }

    /**
     * Waits for the headers. Not by the request's own timeout: what that covers differs between Java releases (from 26 on the body too).
     */
    private HttpResponse<InputStream> headers(InetAddress address)
            throws IOException, InterruptedException, TimeoutException {
        var future =
                http.sendAsync(hop.request(address, settings.userAgent()), HttpResponse.BodyHandlers.ofInputStream());
        try {
            return future.get(firstByte().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(e.getCause());
        } finally {
            // Without effect on an answer that came; else it closes the connection.
            if (!future.isDone()) {
                future.cancel(true);
            }
        }
    }

    private Answer answer(HttpResponse<InputStream> response, Watch wire) throws IOException {
        if (status >= 200 && status < 300 && status != 206) {
            return whole(response, wire);
        }
        if (status == 304 && hop.origin().validator() != null) {
            return new Answer.Arrived(new SourceReply(hop.uri(), status, headers(response), Spool.nothing()));
        }
        var location = response.headers().firstValue("location");
        var said = Secrets.excerpt(start(response, wire));
        var failure = new Refused(shown, status, said);
        return switch (status) {
            case 301, 302, 303, 307, 308 ->
                location.isPresent()
                        ? new Answer.Elsewhere(status, location.get())
                        : new Answer.Refused(new Unexpected(
                                shown, "a redirect that says where to", status + " without a Location header"));
            case 429, 503 ->
                new Answer.Throttled(
                        failure,
                        RetryAfter.parse(
                                response.headers().firstValue("retry-after").orElse(null),
                                Instant.now(),
                                settings.retries().longestRetryAfter()));
            case 502, 504 -> new Answer.Troubled(failure);
            default -> new Answer.Refused(failure);
        };
    }

    private Answer whole(HttpResponse<InputStream> response, Watch wire) throws IOException {
        var most = hop.origin().maxBytes();
        var announced = response.headers().firstValueAsLong("content-length").orElse(-1);
        if (announced > most + CODING_OVERHEAD && !hop.method().equals("HEAD")) {
            return new Answer.Refused(new TooLarge(shown, most));
        }
        try (var spool =
                new Spool(settings.sizes().memoryBytes(), settings.sizes().spool())) {
            var content = Decoding.of(wire, coding(response));
            var buffer = new byte[1 << 15];
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                if (spool.size() + n > most) {
                    return new Answer.Refused(new TooLarge(shown, most));
                }
                if (spool.size() > FREE_EXPANSION
                        && spool.size() / settings.sizes().maxExpansion() > wire.count()) {
                    return new Answer.Refused(new Unexpected(
                            shown,
                            "content that shrinks at most %d times when compressed"
                                    .formatted(settings.sizes().maxExpansion()),
                            "%,d bytes that became over %,d".formatted(wire.count(), spool.size())));
                }
                spool.write(buffer, n);
            }
            return new Answer.Arrived(new SourceReply(hop.uri(), status, headers(response), spool.body()));
        }
    }

    /** The start of an error page; a page that cannot be read says nothing. */
    private byte[] start(HttpResponse<InputStream> response, Watch wire) {
        try {
            return Decoding.of(wire, coding(response)).readNBytes(ERROR_BYTES);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static String coding(HttpResponse<?> response) {
        return String.join(", ", response.headers().allValues("content-encoding"));
    }

    private static Map<String, String> headers(HttpResponse<?> response) {
        var first = new HashMap<String, String>();
        response.headers().map().forEach((name, values) -> first.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return first;
    }

    private Answer withoutAnswer(IOException e) {
        if (e instanceof HttpConnectTimeoutException) {
            return lost("no connection within " + Watch.inWords(settings.times().connect()));
        }
        if (e instanceof ConnectException) {
            return lost("the connection was refused (%s)".formatted(reason(e)));
        }
        if (e instanceof SSLException) {
            var failure = new Unreachable(shown, "no secure connection (%s)".formatted(reason(e)));
            // A certificate does not mend itself within seconds; a broken handshake may.
            return caused(e, CertificateException.class) ? new Answer.Refused(failure) : new Answer.Lost(failure);
        }
        if (e instanceof ProtocolException || caused(e, ProtocolException.class)) {
            return new Answer.Refused(new Unexpected(shown, "an HTTP answer", reason(e)));
        }
        return lost("the connection broke before an answer came (%s)".formatted(reason(e)));
    }

    private Answer brokenOff(IOException e, Watch wire, HttpResponse<?> response) {
        var verdict = wire.verdict();
        if (verdict != null) {
            return new Answer.Late(new TooSlow(shown, verdict, took()));
        }
        return switch (e) {
            case Watch.TooManyBytes tooMany ->
                new Answer.Refused(new TooLarge(shown, hop.origin().maxBytes()));
            case Decoding.UnknownCoding unknown ->
                new Answer.Refused(new Unexpected(
                        shown,
                        "content coded by " + Decoding.OFFERED + " or not at all",
                        "the coding '%s'".formatted(Secrets.excerpt(String.valueOf(unknown.getMessage())))));
            case Spool.SpoolException ours ->
                new Answer.Refused(new HarvestFailure.NotStored(
                        "The answer of %s was not kept: %s.".formatted(shown, ours.getMessage())));
            default -> {
                var announced = response.headers().firstValue("content-length").orElse(null);
                yield new Answer.Lost(new Truncated(
                        shown,
                        "%,d bytes came%s, then it ended (%s)"
                                .formatted(wire.count(), announced == null ? "" : " of " + announced, reason(e))));
            }
        };
    }

    private Answer lost(String why) {
        return new Answer.Lost(new Unreachable(shown, why));
    }

    /** An interrupt shows as a broken stream; it is the caller's wish, not the source's fault. */
    private static void interruptedFirst(IOException e) throws InterruptedException {
        if (Thread.interrupted()) {
            var interrupted = new InterruptedException();
            interrupted.addSuppressed(e);
            throw interrupted;
        }
    }

    private static boolean caused(Throwable e, Class<? extends Throwable> type) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Throwable e) {
        @Nullable String last = null;
        for (Throwable t = e; t != null; t = t.getCause()) {
            last = t.getMessage() == null ? last : t.getMessage();
        }
        return last == null ? e.getClass().getSimpleName() : Secrets.excerpt(last);
    }
}
