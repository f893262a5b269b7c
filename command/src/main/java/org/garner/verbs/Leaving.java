package org.garner.verbs;

import java.io.PrintWriter;

/**
 * What Ctrl-C does while something of the server is followed: nothing to it, and says so. Works in a shutdown hook, because that is the only place where
 * Java lets a program hear of the signal; the exit status then is 130 by itself.
 */
final class Leaving implements AutoCloseable {
    private final Thread hook;

    /** @param sentence says what goes on, and how to end it */
    Leaving(PrintWriter people, String sentence) {
        hook = new Thread(
                () -> {
                    people.printf("%n%s%n", sentence);
                    people.flush();
                },
                "ctrl-c");
    }

    /** From now on Ctrl-C is answered so. */
    void arm() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** For a job. */
    static Leaving job(PrintWriter people, String id) {
        return new Leaving(
                people,
                "Job %s goes on in the server. garner job watch %s follows it; garner job abort %s ends it."
                        .formatted(id, id, id));
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is running: the process ends, and this thread has nothing left to do.
        }
    }
}
