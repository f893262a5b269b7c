package org.garner.tests;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file system of a few megabytes, mounted over a folder, that can be filled to its last byte and emptied again. */
final class SmallDisk implements AutoCloseable {
    private final Path folder;
    private final Path ballast;
    private final Thread cleanUp = new Thread(this::unmount);

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.ballast = folder.resolve("ballast");
        // A JVM that is told to end before its tests do must not leave it behind.
        Runtime.getRuntime().addShutdownHook(cleanUp);
    }

    /**
     * Mounts it over a folder, for the account that owns this folder. Skips the test where that is not allowed.
     */
    static SmallDisk over(Path folder, long bytes) {
        try {
            var options = "size=%d,mode=%o,uid=%s,gid=%s"
                    .formatted(
                            bytes,
                            (Integer) Files.getAttribute(folder, "unix:mode") & 0777,
                            Files.getAttribute(folder, "unix:uid"),
                            Files.getAttribute(folder, "unix:gid"));
            var ended = run(List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()));
            assumeTrue(
                    ended.isEmpty(),
                    "No file system can be mounted here, which takes root on Linux, so no disk can be full: " + ended);
            return new SmallDisk(folder);
        } catch (IOException | UnsupportedOperationException e) {
            return abort("No file system can be mounted here, so no disk can be full: " + e);
        }
    }

    /** Leaves not a byte free. */
    void fill() {
        try (var file = FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int block = 1 << 20; block > 0; block /= 2) {
                fill(file, block);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(FileChannel file, int block) throws IOException {
        try {
            while (file.write(ByteBuffer.allocate(block)) == block) {
                // Goes on until nothing fits.
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space")) {
                throw e;
            }
        }
    }

    /** Takes away what {@link #fill} has put there. */
    void free() {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the file system away, with all that is on it. */
    @Override
    public void close() {
        unmount();
        Runtime.getRuntime().removeShutdownHook(cleanUp);
    }

    private void unmount() {
        // Lazily: a process may have a file of it open.
        var unused = run(List.of("umount", "-l", folder.toString()));
    }

    /** Runs a command; returns what it said when it failed, else an empty text. */
    static String run(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            var status = process.waitFor();
            return status == 0 ? "" : "%s ended with %d: %s".formatted(command, status, said);
        } catch (IOException e) {
            return "%s could not be run: %s".formatted(command, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
