package org.garner.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A reply as pieces of bytes, so that pages of pre-rendered records are sent without being copied together first. */
final class Reply {
    private final int status;
    private final Map<String, String> headers = new TreeMap<>();
    private final List<byte[]> pieces = new ArrayList<>();
    private @Nullable Streamed streamed;

    /** Pieces that are made while they are sent. */
    private record Streamed(long length, Iterable<byte[]> pieces) {}

    private Reply(int status, String contentType) {
        this.status = status;
        headers.put("Content-Type", contentType);
    }

    static Reply of(int status, String contentType) {
        return new Reply(status, contentType);
    }

    static Reply text(int status, String text) {
        return of(status, "text/plain; charset=utf-8").add(text);
    }

    static Reply html(String body) {
        return of(200, "text/html; charset=utf-8")
                .add("<!DOCTYPE html><html><head><title>Sign in</title></head><body>" + body + "</body></html>");
    }

    Reply add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    Reply add(byte[] piece) {
        pieces.add(piece);
        return this;
    }

    /** Takes the pieces from here in place of those added; they are made one by one, as often as asked for, and have this many bytes together. */
    Reply stream(long length, Iterable<byte[]> madeOnDemand) {
        streamed = new Streamed(length, madeOnDemand);
        return this;
    }

    Reply header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    Iterable<byte[]> pieces() {
        return streamed == null ? pieces : streamed.pieces();
    }

    long length() {
        return streamed != null
                ? streamed.length()
                : pieces.stream().mapToLong(piece -> piece.length).sum();
    }
}
