package org.garner.harvest.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps the reply of {@link #sendOnce} while a listing goes on: a source that is one document is asked for once, and its pages are read
 * from the spooled bytes. One reply is kept, the last one; the file behind it goes when this client is closed, or with the process. For one thread.
 */
public final class KeptReplies implements SourceClient, AutoCloseable {
    private final SourceClient client;
    private @Nullable Kept kept;

    public KeptReplies(SourceClient client) {
        this.client = client;
    }

    private record Kept(SourceRequest request, SourceReply reply, Lasting body) {
        SourceReply lent() {
            return new SourceReply(reply.uri(), reply.status(), reply.headers(), body);
        }
    }

    @Override
    public SourceReply send(SourceRequest request) throws SourceException, InterruptedException {
        return client.send(request);
    }

    @Override
    public SourceReply sendOnce(SourceRequest request) throws SourceException, InterruptedException {
        var held = kept;
        if (held != null && held.request().equals(request)) {
            return held.lent();
        }
        close();
        var reply = client.send(request);
        var fresh = new Kept(request, reply, new Lasting(reply.body()));
        kept = fresh;
        return fresh.lent();
    }

    @Override
    public void close() {
        var held = kept;
        kept = null;
        if (held != null) {
            held.reply().close();
        }
    }

    /** A body that outlives the replies it is lent to, and remembers what was worked out of it. */
    private static final class Lasting implements SourceReply.Body {
        private final SourceReply.Body body;
        private final Map<Class<?>, Object> derived = new HashMap<>();

        Lasting(SourceReply.Body body) {
            this.body = body;
        }

        @Override
        public long size() {
            return body.size();
        }

        @Override
        public InputStream open() throws IOException {
            return body.open();
        }

        @Override
        public byte[] bytes() throws IOException {
            return body.bytes();
        }

        @Override
        public <T> T derived(Class<T> kind, SourceReply.Derivation<T> work) throws IOException {
            var known = derived.get(kind);
            if (known != null) {
                return kind.cast(known);
            }
            var fresh = work.of(this);
            derived.put(kind, fresh);
            return fresh;
        }

        @Override
        public void close() {
            // The one who keeps it closes it.
        }
    }
}
