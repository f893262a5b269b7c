package org.garner.ledger;

import org.jspecify.annotations.Nullable;

/**
 * The word to a thread that its order is not wanted any more. It interrupts only what the thread itself calls interruptible, such as waiting for a
 * source: an interrupt in the middle of a statement would close the connection to the database.
 */
public final class Cancellation {
    private @Nullable Thread inside;
    private boolean cancelled;

    /** Work that may be interrupted, and may fail in one way of its own. */
    @FunctionalInterface
    public interface Interruptible<T, E extends Exception> {
        T call() throws E, InterruptedException;
    }

    /**
     * Does what may be interrupted.
     *
     * @throws InterruptedException when the order was cancelled before or meanwhile
     */
    public <T, E extends Exception> T interruptible(Interruptible<T, E> work) throws E, InterruptedException {
        enter();
        try {
            return work.call();
        } finally {
            leave();
        }
    }

    /** @throws InterruptedException when the order was cancelled */
    public synchronized void check() throws InterruptedException {
        if (cancelled) {
            throw new InterruptedException("The order was cancelled");
        }
    }

    synchronized void cancel() {
        cancelled = true;
        if (inside != null) {
            inside.interrupt();
        }
    }

    private synchronized void enter() throws InterruptedException {
        check();
        inside = Thread.currentThread();
    }

    /** An interrupt that came too late to be noticed inside must not hit the statement that follows. */
    private synchronized void leave() {
        inside = null;
        var unused = Thread.interrupted();
    }
}
