package org.garner.embedded;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The Postgres programs, unpacked from the class path.
 *
 * @param home the folder that holds {@code bin}
 * @param version the full version, such as 18.6.0
 */
record PostgresBinaries(Path home, String version) {

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** The version of the data format: a data folder of another one cannot be opened. */
    String majorVersion() {
        return version.substring(0, version.indexOf('.'));
    }

    /** Unpacks the programs below this folder, once per version; several processes may do so at the same time. */
    static PostgresBinaries unpackedIn(Path folder) {
        var version = packagedVersion();
        var home = folder.toAbsolutePath().resolve("postgres-" + version + "-" + platform());
        var binaries = new PostgresBinaries(home, version);
        if (Files.isDirectory(home)) {
            return binaries;
        }
        var archive = "/postgres-" + platform() + ".txz";
        try (var packed = PostgresBinaries.class.getResourceAsStream(archive)) {
            if (packed == null) {
                throw new EmbeddedStartException(
                        ("There is no embedded Postgres for this system (%s on %s): %s is not on the class path. Linux"
                            + " and macOS on x64 and arm64 have one; elsewhere point Garner to a Postgres server of"
                            + " your own.")
                                .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), archive));
            }
            Files.createDirectories(folder);
            var fresh = Files.createTempDirectory(folder, "unpacking-");
            try {
                unpack(packed, fresh);
                open(fresh);
                adopt(fresh, home);
            } finally {
                Folders.delete(fresh);
            }
            return binaries;
        } catch (IOException e) {
            throw new EmbeddedStartException(
                    "Postgres %s could not be unpacked into %s: %s".formatted(version, folder, e), e);
        }
    }

    /** The rename is atomic: whoever comes second finds a whole folder and throws its own away. */
    private static void adopt(Path fresh, Path home) throws IOException {
        try {
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }

    private static void unpack(InputStream packed, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                var path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("The archive names a file outside of its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(parentOf(path));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(path, target.resolve(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    var rights = (entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--";
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
                }
            }
        }
    }

    /** Whatever our umask: the account of the server must be able to walk in. */
    private static void open(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var each : (Iterable<Path>) all.filter(Files::isDirectory)::iterator) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static Path parentOf(Path path) {
        return requireNonNull(path.getParent());
    }

    private static String platform() {
        var os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        var arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        var family = os.contains("mac") ? "darwin" : os.replace(' ', '_');
        return switch (arch) {
            case "amd64", "x86_64" -> family + "-x86_64";
            case "aarch64", "arm64" -> family + "-arm_64";
            default -> family + "-" + arch;
        };
    }

    private static String packagedVersion() {
        try (var in = PostgresBinaries.class.getResourceAsStream("versions.properties")) {
            var versions = new Properties();
            versions.load(in);
            return versions.getProperty("postgres");
        } catch (IOException e) {
            throw new EmbeddedStartException("versions.properties cannot be read: " + e, e);
        }
    }
}
