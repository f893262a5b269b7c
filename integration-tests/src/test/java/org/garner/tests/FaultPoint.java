package org.garner.tests;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.ByteBuddy;

/**
 * A named place in the code of a room at which its process dies or stands still, once. The room knows nothing of it: a {@link FaultAgent} is loaded into the
 * running process, and is gone with it.
 *
 * @param type the class, by its full name
 * @param method the method's name; with overloads all of them
 * @param leaving true: when the method has ended; false: before it begins
 * @param pass at which pass through the method, from 1
 * @param meaning what this moment is, for people
 */
record FaultPoint(String room, String type, String method, boolean leaving, int pass, String meaning) {
    /** A process that is armed. */
    record Armed(FaultPoint point, RoomProcess process, Path fired) {
        boolean hasFired() {
            return Files.exists(fired);
        }

        /** Lets the process go on; starts another one when it is dead, or the point lies still ahead of it. */
        void release() throws IOException, InterruptedException {
            if (hasFired() && process.isAlive()) {
                process.thaw();
            } else {
                process.kill();
                process.start();
            }
        }
    }

    static FaultPoint before(String room, String place, int pass, String meaning) {
        return of(room, place, false, pass, meaning);
    }

    static FaultPoint after(String room, String place, int pass, String meaning) {
        return of(room, place, true, pass, meaning);
    }

    private static FaultPoint of(String room, String place, boolean leaving, int pass, String meaning) {
        var parts = place.split("#", 2);
        return new FaultPoint(room, "org.garner." + parts[0], parts[1], leaving, pass, meaning);
    }

    @Override
    public String toString() {
        return "%s %s %s.%s, pass %d: %s"
                .formatted(
                        room,
                        leaving ? "after" : "before",
                        type.substring(type.lastIndexOf('.') + 1),
                        method,
                        pass,
                        meaning);
    }

    /** False when there is no such method any more: then the point would never be reached. */
    boolean exists() {
        try {
            return Arrays.stream(Class.forName(type, false, FaultPoint.class.getClassLoader())
                            .getDeclaredMethods())
                    .anyMatch(each -> each.getName().equals(method));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Lets the process die there. */
    Armed kill(RoomProcess process) {
        return arm(process, false);
    }

    /** Lets the process stand still there until it is thawed. */
    Armed freeze(RoomProcess process) {
        return arm(process, true);
    }

    private Armed arm(RoomProcess process, boolean freezes) {
        try {
            var fired = Files.createTempDirectory("fault-point-").resolve("fired");
            var armed = new FaultAgent.Armed(type, method, leaving, pass, freezes, fired);
            var machine = VirtualMachine.attach(Long.toString(process.pid()));
            try {
                machine.loadAgent(Jar.FILE.toString(), armed.words());
            } finally {
                machine.detach();
            }
            return new Armed(this, process, fired);
        } catch (IOException e) {
            throw new UncheckedIOException("%s could not be armed for %s".formatted(process.room(), this), e);
        } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
            throw new IllegalStateException("%s could not be armed for %s".formatted(process.room(), this), e);
        }
    }

    /** The agent in a jar of its own, beside which it finds Byte Buddy; made once. */
    private static final class Jar {
        static final Path FILE = write();

        private Jar() {}

        private static Path write() {
            try {
                var manifest = new Manifest();
                var main = manifest.getMainAttributes();
                main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
                main.putValue("Agent-Class", FaultAgent.class.getName());
                main.putValue("Can-Redefine-Classes", "true");
                main.put(
                        Attributes.Name.CLASS_PATH,
                        ByteBuddy.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString());
                var file = Files.createTempFile("fault-agent-", ".jar");
                file.toFile().deleteOnExit();
                try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
                    add(jar, FaultAgent.class);
                    for (var part : FaultAgent.class.getDeclaredClasses()) {
                        add(jar, part);
                    }
                }
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException("The agent could not be put into a jar", e);
            }
        }

        private static void add(JarOutputStream jar, Class<?> type) throws IOException {
            var name = type.getName().replace('.', '/') + ".class";
            jar.putNextEntry(new JarEntry(name));
            try (var bytes = FaultPoint.class.getClassLoader().getResourceAsStream(name)) {
                if (bytes == null) {
                    throw new IOException(name + " is not on the class path of the tests");
                }
                bytes.transferTo(jar);
            }
            jar.closeEntry();
        }
    }
}
