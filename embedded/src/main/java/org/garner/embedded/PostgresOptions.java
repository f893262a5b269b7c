package org.garner.embedded;

import java.nio.file.Path;

/**
 * How to start an embedded Postgres.
 *
 * @param folder where its data, log and password are kept; created if absent
 * @param binaries where the programs are unpacked, once per version; may be shared by many
 * @param port the TCP port on 127.0.0.1, 0 for any free one
 * @param durable whether a commit is on disk when it returns; false is for tests only
 */
public record PostgresOptions(Path folder, Path binaries, int port, boolean durable) {
    public PostgresOptions {
        folder = folder.toAbsolutePath().normalize();
        binaries = binaries.toAbsolutePath().normalize();
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port is 0 to 65535, but was " + port);
        }
    }

    /** Durable, on any free port, with everything below this folder. */
    public static PostgresOptions in(Path folder) {
        return new PostgresOptions(folder, folder.resolve("programs"), 0, true);
    }

    public PostgresOptions onPort(int value) {
        return new PostgresOptions(folder, binaries, value, durable);
    }

    public PostgresOptions withBinariesIn(Path value) {
        return new PostgresOptions(folder, value, port, durable);
    }

    /** Commits return before they are on disk: quicker, and lost when the machine fails. */
    public PostgresOptions forTests() {
        return new PostgresOptions(folder, binaries, port, false);
    }
}
