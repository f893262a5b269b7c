package org.garner.harvest.http;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to a source.
 *
 * @param method {@code GET}, {@code HEAD} or {@code POST}
 * @param uri where to
 * @param body the text to send with POST, else null
 * @param headers further headers; {@code User-Agent} replaces the client's own; {@code Accept-Encoding} and {@code Host} are the client's
 * @param validator the validator of the copy we hold ({@code etag:…} or {@code date:…}): asks for the document only if it changed
 * @param maxBytes how many bytes the reply may have after decompression
 */
public record SourceRequest(
        String method,
        URI uri,
        @Nullable String body,
        Map<String, String> headers,
        @Nullable String validator,
        long maxBytes) {
    /** The largest record, 50 MiB. */
    public static final long RECORD = 50L << 20;
    /** The largest page of a listing that is read in one piece, 512 MiB; larger listings are for spooling types. */
    public static final long PAGE = 512L << 20;
    /** The largest source that is one document, 4 GiB: spooled to a file and read as a stream. */
    public static final long LISTING = 4L << 30;

    public SourceRequest {
        if (!java.util.Set.of("GET", "HEAD", "POST").contains(method)) {
            throw new IllegalArgumentException("A request is a GET, HEAD or POST, but was '%s'".formatted(method));
        }
        if (maxBytes < 0) {
            throw new IllegalArgumentException("A reply may have 0 bytes or more, but maxBytes was " + maxBytes);
        }
        headers = Map.copyOf(headers);
    }

    public static SourceRequest get(URI uri, long maxBytes) {
        return new SourceRequest("GET", uri, null, Map.of(), null, maxBytes);
    }

    public static SourceRequest head(URI uri) {
        return new SourceRequest("HEAD", uri, null, Map.of(), null, RECORD);
    }

    public static SourceRequest post(URI uri, String contentType, String body, long maxBytes) {
        return new SourceRequest("POST", uri, body, Map.of("Content-Type", contentType), null, maxBytes);
    }

    public SourceRequest accepting(String mediaTypes) {
        var all = new java.util.HashMap<>(headers);
        all.put("Accept", mediaTypes);
        return new SourceRequest(method, uri, body, all, validator, maxBytes);
    }

    public SourceRequest ifChangedSince(@Nullable String held) {
        return new SourceRequest(method, uri, body, headers, held, maxBytes);
    }
}
