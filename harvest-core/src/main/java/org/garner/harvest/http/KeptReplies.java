package org.garner.harvest.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps the reply of {@link #sendOnce} while a listing goes on: a source that is one document is asked for once, and its pages are read
 * from the spooled bytes. One reply is kept, the last one; the file behind it goes when this client is closed, or with the process.
 *
 * <p>For one request of {@link #sendOnce} at a time, on any thread. It may be closed while that goes on: what then arrives is thrown away.
 */
public final class KeptReplies implements SourceClient, AutoCloseable {
    private final SourceClient client;
    private @Nullable Kept kept;
    private boolean closed;

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
        var held = heldFor(request);
        if (held != null) {
            return held.lent();
        }
        var reply = client.send(request);
        var fresh = new Kept(request, reply, new Lasting(reply.body()));
        keep(fresh);
        return fresh.lent();
    }

    /** What is kept for this request; a reply to another one goes now, so that two large ones are never there at once. */
    private synchronized @Nullable Kept heldFor(SourceRequest request) {
        if (kept != null && !kept.request().equals(request)) {
            drop();
        }
        return kept;
    }

    private synchronized void keep(Kept fresh) throws InterruptedException {
        if (closed) {
            fresh.reply().close();
            throw new InterruptedException("The reply of %s is not wanted any more"
                    .formatted(fresh.request().uri()));
        }
        kept = fresh;
    }

    private void drop() {
        if (kept != null) {
            kept.reply().close();
            kept = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        drop();
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
