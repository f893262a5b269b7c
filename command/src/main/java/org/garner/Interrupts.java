package org.garner;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.garner.client.JobsClient;
import org.garner.client.ServerException;
import org.garner.console.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * What Ctrl-C does while a job is followed: on a terminal it asks whether to leave the job running or to abort it; without one it aborts. Works in a
 * shutdown hook, because that is the only place where Java lets a program hear of the signal; the exit status then is 130 by itself.
 */
final class Interrupts implements AutoCloseable {
    /** Nobody answers: the terminal may be gone. The job is left alone, which loses nothing. */
    private static final long ANSWER_SECONDS = 30;

    private final FolderServer server;
    private final PrintWriter people;
    private final Thread hook = new Thread(this::interrupted, "ctrl-c");
    private volatile @Nullable String job;

    private Interrupts(FolderServer server, PrintWriter people) {
        this.server = server;
        this.people = people;
    }

    static Interrupts of(FolderServer server, PrintWriter people) {
        var interrupts = new Interrupts(server, people);
        Runtime.getRuntime().addShutdownHook(interrupts.hook);
        return interrupts;
    }

    /** From now on an interrupt concerns this job; null: none. */
    void following(@Nullable String id) {
        job = id;
    }

    private void interrupted() {
        var open = job;
        if (open != null) {
            if (!Terminal.attended() || wantsAbort(open)) {
                abort(open);
            } else {
                people.printf(
                        "Job %s is left as it is%s.%n",
                        open,
                        server.own() == null
                                ? "; it goes on in the server"
                                : "; it goes on when a server runs on this folder again");
            }
            people.flush();
        }
        server.close();
    }

    private void abort(String open) {
        try {
            new JobsClient(server.client()).abort(open);
            people.printf("Job %s is aborted; nothing of it is written any more.%n", open);
        } catch (ServerException e) {
            people.printf("Job %s could not be aborted: %s%n", open, e.getMessage());
        }
    }

    private boolean wantsAbort(String open) {
        people.printf("%nJob %s is running. (l)eave it running, or (a)bort it? [l] ", open);
        people.flush();
        var answer = new AtomicReference<>("");
        var answered = new CountDownLatch(1);
        Thread.ofPlatform().daemon().name("answer").start(() -> {
            try {
                var bytes = new byte[64];
                var read = System.in.read(bytes);
                answer.set(read > 0 ? new String(bytes, 0, read, StandardCharsets.UTF_8) : "");
            } catch (IOException e) {
                // The terminal is gone: that is no wish to abort.
            }
            answered.countDown();
        });
        try {
            var inTime = answered.await(ANSWER_SECONDS, TimeUnit.SECONDS);
            return inTime
                    && String.valueOf(answer.get())
                            .strip()
                            .toLowerCase(java.util.Locale.ROOT)
                            .startsWith("a");
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Ctrl-C is Java's own business again. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is running: it closes the server, and this thread has nothing left to do.
        }
    }
}
