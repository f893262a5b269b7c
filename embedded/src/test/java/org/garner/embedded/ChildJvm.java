package org.garner.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Another Java process on this test's class path, to be killed. */
final class ChildJvm {
    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ChildJvm start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), main, arguments);
    }

    /** As another user, who may not be able to read the class path where it lies: it gets a copy. */
    static ChildJvm startAs(int uid, Class<?> main, String... arguments) throws IOException {
        var copy = openFolder("classpath-");
        var entries = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(":")) {
            var name = entries.size() + "-" + Path.of(entry).getFileName();
            copyOpenly(Path.of(entry), copy.resolve(name));
            entries.add(copy.resolve(name).toString());
        }
        var prefix = List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--");
        return start(prefix, String.join(":", entries), main, arguments);
    }

    private static ChildJvm start(List<String> prefix, String classPath, Class<?> main, String... arguments)
            throws IOException {
        var command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new ChildJvm(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** The rest of the first line of output that starts so. */
    String lineStartingWith(String start) throws IOException {
        var seen = new StringBuilder();
        for (String line; (line = output.readLine()) != null; ) {
            if (line.startsWith(start)) {
                return line.substring(start.length());
            }
            seen.append(line).append('\n');
        }
        throw new IllegalStateException("The child ended without a line '%s'; it wrote:\n%s".formatted(start, seen));
    }

    /** Like kill -9. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** A folder below target that every account may enter. */
    static Path openFolder(String prefix) throws IOException {
        var folder = Files.createTempDirectory(TestFolders.target(), prefix);
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void copyOpenly(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (var all = Files.walk(from)) {
            for (var each : (Iterable<Path>) all::iterator) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }
}
