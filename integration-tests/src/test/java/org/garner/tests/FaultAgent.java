package org.garner.tests;

import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * What a {@link FaultPoint} loads into the process that is to die: changes one method so that the process dies, or stands still, when a thread has come
 * through it for the n-th time. It happens once. This class and Byte Buddy are all that the process gets to see of the tests.
 */
public final class FaultAgent {
    /** What ends a process at once: no shutdown hook runs, no connection is closed in order, as with kill -9. */
    static final int KILLED = 137;

    private FaultAgent() {}

    /** Called by the JVM of the process; the words are those of {@link Armed#parse}. */
    public static void agentmain(String words, Instrumentation process)
            throws IOException, ClassNotFoundException, UnmodifiableClassException {
        var armed = Armed.parse(words);
        Point.armed = armed;
        Point.passes.set(0);
        var type = Class.forName(armed.type(), false, ClassLoader.getSystemClassLoader());
        var changed = new ByteBuddy()
                .decorate(type)
                .visit(Advice.to(armed.leaving() ? Leaving.class : Entering.class)
                        .on(ElementMatchers.named(armed.method())))
                .make();
        process.redefineClasses(new ClassDefinition(type, changed.getBytes()));
    }

    /**
     * What is to happen, and where.
     *
     * @param leaving true: when the method has ended without an exception; false: before it begins
     * @param pass the number of the pass at which it happens, from 1
     * @param freezes true: the process stands still, as by SIGSTOP; false: it dies
     * @param fired a file that is written just before
     */
    record Armed(String type, String method, boolean leaving, int pass, boolean freezes, Path fired) {
        static Armed parse(String words) {
            var parts = words.split(" ", 6);
            return new Armed(
                    parts[0],
                    parts[1],
                    Boolean.parseBoolean(parts[2]),
                    Integer.parseInt(parts[3]),
                    Boolean.parseBoolean(parts[4]),
                    Path.of(parts[5]));
        }

        String words() {
            return "%s %s %s %d %s %s".formatted(type, method, leaving, pass, freezes, fired);
        }
    }

    /** The code that comes before the body of the method. */
    static final class Entering {
        private Entering() {}

        @Advice.OnMethodEnter
        static void enter() {
            Point.passed();
        }
    }

    /** The code that comes behind the body of the method. */
    static final class Leaving {
        private Leaving() {}

        @Advice.OnMethodExit
        static void exit() {
            Point.passed();
        }
    }

    /** Where the changed method calls; public, because it may be in any package. */
    public static final class Point {
        private static final AtomicInteger passes = new AtomicInteger();
        private static volatile Armed armed = new Armed("", "", false, Integer.MAX_VALUE, false, Path.of(""));

        private Point() {}

        public static void passed() {
            var point = armed;
            if (passes.incrementAndGet() != point.pass()) {
                return;
            }
            try {
                Files.writeString(point.fired(), Thread.currentThread().getName());
                if (point.freezes()) {
                    var stop = new ProcessBuilder(
                                    "kill",
                                    "-STOP",
                                    Long.toString(ProcessHandle.current().pid()))
                            .start();
                    // Goes on when the process does.
                    stop.onExit().join();
                    return;
                }
            } catch (IOException e) {
                // Nobody would find the file: the test says that the point was not reached.
            }
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
