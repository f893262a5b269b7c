package org.garner.harvest.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.garner.harvest.HarvestFailure.Refused;
import org.garner.harvest.HarvestFailure.TooLarge;
import org.garner.harvest.HarvestFailure.TooSlow;
import org.garner.harvest.HarvestFailure.Unexpected;

/** One request and its answer: sends, takes the whole body in, and says what came of it. */
final class Exchange {
    /** Compressed bytes may exceed the wanted bytes by this much: what gzip adds to a body that does not shrink. */
    private static final long CODING_OVERHEAD = 1 << 16;
    /** Small bodies may expand as they like: they cannot hurt. */
    private static final long FREE_EXPANSION = 8 << 20;
    /** How much of an error page is read. */
    private static final int ERROR_BYTES = 8 << 10;
    /** How much padding behind compressed content is read. */
    private static final int DRAINED = 1 << 10;

    private final HttpClient http;
    private final HttpSettings settings;
    private final Hop hop;
    private final URI shown;
    private final Trouble trouble;
    private final long startedNanos = System.nanoTime();
    private volatile int status;
    private long wireBytes;

    Exchange(HttpClient http, HttpSettings settings, Hop hop) {
        this.http = http;
        this.settings = settings;
        this.hop = hop;
        this.shown = Secrets.hidden(hop.uri());
        this.trouble = new Trouble(shown, hop.origin().maxBytes(), settings.times(), startedNanos);
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
            Trouble.interruptedFirst(e);
            return status == 0 ? trouble.withoutAnswer(e) : trouble.brokenOff(e);
        } catch (TimeoutException e) {
            return new Answer.Late(new TooSlow(shown, "no answer began within " + Watch.inWords(firstByte()), took()));
        } catch (IllegalArgumentException e) {
            return new Answer.Refused(new Unexpected(
                    shown, "a request that can be sent", Secrets.excerpt(String.valueOf(e.getMessage()))));
        }
        try (var wire = new Watch(
                response.body(), settings.times(), startedNanos, hop.origin().maxBytes() + CODING_OVERHEAD)) {
            try {
                return answer(response, wire);
            } catch (IOException e) {
                Trouble.interruptedFirst(e);
                return trouble.brokenOff(
                        e, wire, response.headers().firstValue("content-length").orElse(null));
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
        var future = http.sendAsync(hop.request(address, settings.userAgent()), this::begun);
        var taken = false;
        try {
            var response = future.get(firstByte().toNanos(), TimeUnit.NANOSECONDS);
            taken = true;
            return response;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(e.getCause());
        } finally {
            if (!taken && !future.cancel(true)) {
                var unused = future.thenAccept(Exchange::discard);
            }
        }
    }

    /** Notes that an answer came, for the case that the client reports a broken body before it hands the headers over. */
    private HttpResponse.BodySubscriber<InputStream> begun(HttpResponse.ResponseInfo head) {
        status = head.statusCode();
        return HttpResponse.BodySubscribers.ofInputStream();
    }

    /** Closes the connection of an answer that came too late. */
    private static void discard(HttpResponse<InputStream> late) {
        try {
            late.body().close();
        } catch (IOException e) {
            // It is closed.
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
        try (var spool = new Spool(
                        settings.sizes().memoryBytes(), settings.sizes().folder());
                var content = Decoding.of(wire, coding(response))) {
            var buffer = new byte[1 << 15];
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                if (spool.size() + n > most) {
                    return new Answer.Refused(new TooLarge(shown, most));
                }
                spool.write(buffer, n);
                if (explodes(spool.size(), wire.count())) {
                    return new Answer.Refused(new Unexpected(
                            shown,
                            "content that shrinks at most %d times when compressed"
                                    .formatted(settings.sizes().maxExpansion()),
                            "%,d bytes that became over %,d".formatted(wire.count(), spool.size())));
                }
            }
            drain(wire);
            return new Answer.Arrived(new SourceReply(hop.uri(), status, headers(response), spool.body()));
        }
    }

    private boolean explodes(long size, long wireSize) {
        return size > FREE_EXPANSION && size / settings.sizes().maxExpansion() > wireSize;
    }

    /** Reads what follows compressed content, usually nothing: only a connection that was read to the end is used again. */
    private static void drain(InputStream wire) {
        try {
            for (int n = 0; n < DRAINED && wire.read() >= 0; n++) {
                // Padding behind the content means nothing.
            }
        } catch (IOException e) {
            // The content is whole; what broke off is not part of it.
        }
    }

    /** The start of an error page; a page that cannot be read says nothing. */
    private byte[] start(HttpResponse<InputStream> response, Watch wire) {
        try (var content = Decoding.of(wire, coding(response))) {
            return content.readNBytes(ERROR_BYTES);
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
}
