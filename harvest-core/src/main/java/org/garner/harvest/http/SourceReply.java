package org.garner.harvest.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole reply: the body has arrived, decompressed, in memory or (when large) in a temporary file that {@link #close()} removes; an interrupt while
 * that file is read closes it.
 *
 * @param uri where it came from in the end, after redirects
 * @param status 200 to 299, or 304
 * @param headers by lower-case name, first value
 * @param body the bytes
 */
public record SourceReply(URI uri, int status, Map<String, String> headers, Body body) implements AutoCloseable {

    public SourceReply {
        headers = Map.copyOf(headers);
    }

    /** Bytes that can be read more than once. */
    public interface Body {
        long size();

        InputStream open() throws IOException;

        /** All bytes; for bodies that the request bounded to a record. */
        byte[] bytes() throws IOException;

        /** Frees what the body holds. */
        void close();

        /**
         * What is worked out of the bytes: worked out now or, by a kept body that was asked for this kind before, remembered. It lives as long as the
         * body, so it is small: an index of the bytes and not their content.
         */
        default <T> T derived(Class<T> kind, Derivation<T> work) throws IOException {
            return work.of(this);
        }
    }

    /** Works something out of a body. */
    @FunctionalInterface
    public interface Derivation<T> {
        T of(Body body) throws IOException;
    }

    public boolean notModified() {
        return status == 304;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The validator for the next conditional request: {@code etag:…}, else {@code date:…}, else null. */
    public @Nullable String validator() {
        return header("etag")
                .map(tag -> "etag:" + tag)
                .or(() -> header("last-modified").map(date -> "date:" + date))
                .orElse(null);
    }

    @Override
    public void close() {
        body.close();
    }
}
