package org.garner.catalog.api;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The body of an answer. It is held back until it is complete, so that a failure on the way becomes a proper error; a long one sets off when what is
 * held back grows too large, so that an answer may be larger than the memory.
 */
final class ReplyBody extends OutputStream {

    /** More than nearly all answers have; with a few hundred requests at once still no burden. */
    static final int HELD_BACK = 512 * 1024;

    private final HttpServletResponse response;
    private final Optional<String> callback;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(4096);
    private boolean onItsWay;

    /** @param callback the function that wraps a successful answer (JSONP) */
    ReplyBody(HttpServletResponse response, Optional<String> callback) {
        this.response = response;
        this.callback = callback;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (!onItsWay && held.size() + length > HELD_BACK) {
            setOff();
        }
        (onItsWay ? response.getOutputStream() : held).write(bytes, from, length);
    }

    /** Whether part of the answer has left: it can no longer become an error, only break off. */
    boolean isOnItsWay() {
        return onItsWay;
    }

    /** Ends a successful answer. */
    void end() throws IOException {
        if (!onItsWay && callback.isEmpty()) {
            response.setContentLength(held.size());
        }
        if (!onItsWay) {
            setOff();
        }
        if (callback.isPresent()) {
            response.getOutputStream().write(");".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Drops what was held back and sends this instead; a script could not read the status, so an error is never one. */
    void endAs(int status, byte[] body) throws IOException {
        head(status, "application/json;charset=utf-8");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private void setOff() throws IOException {
        onItsWay = true;
        var out = response.getOutputStream();
        if (callback.isPresent()) {
            head(200, "application/javascript;charset=utf-8");
            out.write((callback.get() + "(").getBytes(StandardCharsets.UTF_8));
        } else {
            head(200, "application/json;charset=utf-8");
        }
        held.writeTo(out);
        held.reset();
    }

    private void head(int status, String type) {
        response.setStatus(status);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType(type);
    }
}
