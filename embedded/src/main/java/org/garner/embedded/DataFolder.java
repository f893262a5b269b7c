package org.garner.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything an embedded Garner keeps, and the right to use it: one process at a time owns it. The right is a lock of the
 * operating system, so it ends with its process, however that ends; a file beside it says who the owner is.
 */
public final class DataFolder implements AutoCloseable {
    /** Held by this process: opening and closing a lock file a second time would release the first lock. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileLock lock;
    private final Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private DataFolder(Path path, FileLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Who uses a folder.
     *
     * @param pid the process
     * @param since when it took the folder
     * @param url where its server answers, null while there is none
     */
    public record Owner(long pid, Instant since, @Nullable URI url) {
        /** For people: {@code process 4711 since 2026-01-31T10:00:00Z, serving http://localhost:8080}. */
        public String describe() {
            return "process %d since %s, %s".formatted(pid, since, url == null ? "without a server" : "serving " + url);
        }

        private String text() {
            return "%d %s %s%n".formatted(pid, since, url == null ? "-" : url);
        }

        private static Owner parse(String text) {
            var words = text.strip().split(" ");
            return new Owner(
                    Long.parseLong(words[0]),
                    Instant.parse(words[1]),
                    words[2].equals("-") ? null : URI.create(words[2]));
        }
    }

    /** A folder that another process uses. */
    public static final class OccupiedException extends RuntimeException {
        private final Owner owner;

        OccupiedException(Path path, Owner owner) {
            super("The data folder %s is in use by %s. Stop that process, or choose another folder with --data."
                    .formatted(path, owner.describe()));
            this.owner = owner;
        }

        public Owner owner() {
            return owner;
        }
    }

    /** {@code ~/.garner}; as root {@code /var/lib/garner}, since Postgres then runs as somebody who may not enter root's home. */
    public static Path standard() {
        return ServerAccount.isRoot()
                ? Path.of("/var/lib/garner")
                : Path.of(System.getProperty("user.home"), ".garner");
    }

    /**
     * Takes the folder for this process, creating it if need be.
     *
     * @throws OccupiedException when another process has it
     */
    public static DataFolder claim(Path folder) {
        var path = folder.toAbsolutePath().normalize();
        try {
            create(path);
            if (!HELD.add(path)) {
                throw new OccupiedException(path, recordedOwner(path));
            }
            var lock = tryLock(path);
            if (lock == null) {
                HELD.remove(path);
                throw new OccupiedException(path, recordedOwner(path));
            }
            var claimed = new DataFolder(path, lock);
            claimed.announce(null);
            return claimed;
        } catch (IOException e) {
            HELD.remove(path);
            throw new EmbeddedStartException("The data folder %s cannot be used: %s".formatted(path, e), e);
        }
    }

    /** Who uses the folder at this moment, if anybody does. */
    public static Optional<Owner> owner(Path folder) {
        var path = folder.toAbsolutePath().normalize();
        try {
            if (HELD.contains(path)) {
                return Optional.of(recordedOwner(path));
            }
            if (!Files.exists(path.resolve("owner.lock"))) {
                return Optional.empty();
            }
            var lock = tryLock(path);
            if (lock == null) {
                return Optional.of(recordedOwner(path));
            }
            lock.acquiredBy().close();
            return Optional.empty();
        } catch (IOException e) {
            throw new EmbeddedStartException("The data folder %s cannot be read: %s".formatted(path, e), e);
        }
    }

    private static void create(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        Files.createDirectories(path);
        // Postgres of root is somebody else, who must walk through but need not look around.
        var rights = ServerAccount.isRoot() ? "rwx--x--x" : "rwx------";
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    private static @Nullable FileLock tryLock(Path path) throws IOException {
        var channel = FileChannel.open(path.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock();
        if (lock == null) {
            channel.close();
        }
        return lock;
    }

    /** The owner writes the file right after it took the lock; in between there is none, or that of an owner who died. */
    private static Owner recordedOwner(Path path) throws IOException {
        try {
            return Owner.parse(Files.readString(path.resolve("owner")));
        } catch (NoSuchFileException | RuntimeException e) {
            return new Owner(0, Instant.EPOCH, null);
        }
    }

    /** Tells others where this process answers, so that a second command talks to it in place of starting servers. */
    public void announce(@Nullable URI url) {
        try {
            var fresh = path.resolve("owner.new");
            Files.writeString(fresh, new Owner(ProcessHandle.current().pid(), since, url).text());
            Files.move(fresh, path.resolve("owner"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EmbeddedStartException("The data folder %s cannot be written: %s".formatted(path, e), e);
        }
    }

    public Path path() {
        return path;
    }

    /** Gives the folder back. */
    @Override
    public void close() {
        if (!HELD.contains(path)) {
            return;
        }
        try {
            Files.deleteIfExists(path.resolve("owner"));
            lock.acquiredBy().close();
        } catch (IOException e) {
            throw new IllegalStateException("The data folder %s could not be given back".formatted(path), e);
        } finally {
            HELD.remove(path);
        }
    }
}
