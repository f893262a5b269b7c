package org.garner.gather;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.garner.harvest.Cursor;
import org.garner.ledger.Cancellation;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the page of a listing that comes next, on a thread of its own, so that a source answers while the page before is being written. At most one
 * page is under way.
 *
 * <p>Belongs to one thread, the one that works on the order.
 */
final class PageAhead<P> implements AutoCloseable {
    private final Ask<P> ask;
    private final String name;
    private @Nullable FutureTask<P> page;
    private @Nullable Thread thread;

    /** Brings one page home; may be interrupted. */
    @FunctionalInterface
    interface Ask<P> {
        P from(Cursor cursor) throws InterruptedException;
    }

    /** @param name what the threads are called in a thread dump */
    PageAhead(String name, Ask<P> ask) {
        this.name = name;
        this.ask = ask;
    }

    boolean isAsked() {
        return page != null;
    }

    /** Begins to ask; the page that was asked for before has been taken. */
    void ask(Cursor cursor) {
        if (page != null) {
            throw new IllegalStateException("A page is under way already; this one would be lost: " + cursor);
        }
        var asked = new FutureTask<>(() -> ask.from(cursor));
        page = asked;
        thread = Thread.ofVirtual().name(name).start(asked);
    }

    /**
     * Waits for the page that was asked for.
     *
     * @throws InterruptedException when the order was cancelled
     */
    P take(Cancellation cancellation) throws InterruptedException {
        var asked = page;
        if (asked == null) {
            throw new IllegalStateException("No page was asked for");
        }
        try {
            var taken = cancellation.interruptible(asked::get);
            page = null;
            return taken;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException unexpected -> throw unexpected;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException("Asking ended on its own", e);
            }
        }
    }

    /** Ends the request that is under way, if any: its page is not wanted any more. */
    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
