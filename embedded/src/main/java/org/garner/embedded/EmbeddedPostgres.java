package org.garner.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * A Postgres server as a child process, on 127.0.0.1 only, with a generated password.
 *
 * <p>The data outlives this process: a later start on the same folder finds it. When this process is killed, the kernel interrupts the server
 * (Linux), which then shuts down cleanly; a server that was left behind all the same is stopped by the next start. As root the server runs under
 * another account, which must be able to enter the folder.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final String DATABASE = "garner";
    private static final String USER = "garner";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final long LOG_LIMIT = 16L << 20;

    private final PostgresProcess process;
    private final int port;
    private final String password;

    private EmbeddedPostgres(PostgresProcess process, int port, String password) {
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /** Starts on this folder, on any free port; returns when the server answers. */
    public static EmbeddedPostgres start(Path folder) {
        return start(PostgresOptions.in(folder));
    }

    public static EmbeddedPostgres start(PostgresOptions options) {
        var folder = options.folder();
        var data = folder.resolve("data");
        var account = ServerAccount.forData(data);
        try {
            Files.createDirectories(folder);
            account.requireWayTo(folder);
            var binaries = PostgresBinaries.unpackedIn(options.binaries());
            account.requireWayTo(binaries.home());
            stopOrphan(data);
            var password = password(folder, account);
            if (Files.exists(data)) {
                account.own(data);
                requireVersion(data, binaries);
            } else {
                create(folder, data, account, binaries);
            }
            var port = options.port() == 0 ? freePort() : options.port();
            var log = log(folder);
            var command = new java.util.ArrayList<>(List.of(
                    binaries.program("postgres").toString(), "-D", data.toString(), "-p", Integer.toString(port)));
            for (var setting : settings(options.durable())) {
                command.add("-c");
                command.add(setting);
            }
            var process = PostgresProcess.start(account.childCommand(command), log);
            var server = new EmbeddedPostgres(process, port, password);
            try {
                process.awaitReady(data, START_LIMIT);
                server.createDatabase();
                return server;
            } catch (RuntimeException | SQLException e) {
                server.close();
                throw e;
            }
        } catch (IOException | SQLException e) {
            throw new EmbeddedStartException("Postgres could not be started in %s: %s".formatted(folder, e), e);
        }
    }

    private static List<String> settings(boolean durable) {
        return List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=100",
                "shared_buffers=128MB",
                "effective_cache_size=1GB",
                "work_mem=8MB",
                "maintenance_work_mem=128MB",
                "random_page_cost=1.1",
                "checkpoint_timeout=15min",
                "max_wal_size=2GB",
                "wal_compression=on",
                "jit=off",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_line_prefix=%m [%p] %q%a ",
                "log_lock_waits=on",
                "log_checkpoints=off",
                // Tests ask in which order transactions were committed.
                "track_commit_timestamp=" + (durable ? "off" : "on"),
                "fsync=" + (durable ? "on" : "off"),
                "synchronous_commit=" + (durable ? "on" : "off"),
                "full_page_writes=" + (durable ? "on" : "off"));
    }

    /** A server that its owner left behind still holds the folder: it is interrupted, and the start goes on when it has ended. */
    private static void stopOrphan(Path data) throws IOException {
        var left = PostmasterFile.read(data);
        if (left == null || !left.isAlive()) {
            return;
        }
        Command.signal("INT", left.pid());
        var limit = Instant.now().plus(STOP_LIMIT);
        while (left.isAlive()) {
            if (Instant.now().isAfter(limit)) {
                throw new EmbeddedStartException(
                        "A Postgres server left by an earlier run (pid %d) still holds %s and did not stop within %d s of being interrupted. Stop it by hand: kill -INT %d"
                                .formatted(left.pid(), data, STOP_LIMIT.toSeconds(), left.pid()));
            }
            PostgresProcess.pause();
        }
    }

    private static String password(Path folder, ServerAccount account) throws IOException {
        var file = folder.resolve("password");
        if (!Files.exists(file)) {
            var bytes = new byte[24];
            new SecureRandom().nextBytes(bytes);
            var fresh = folder.resolve("password.new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, HexFormat.of().formatHex(bytes));
            account.own(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }

    private static void requireVersion(Path data, PostgresBinaries binaries) throws IOException {
        var found = Files.readString(data.resolve("PG_VERSION")).strip();
        if (!found.equals(binaries.majorVersion())) {
            throw new EmbeddedStartException(
                    ("%s was written by Postgres %s, but this version of Garner brings Postgres %s, which cannot open"
                        + " it. Start the version of Garner that wrote it, or move the folder away to begin afresh.")
                            .formatted(data, found, binaries.version()));
        }
    }

    /** Into a side folder that is renamed when it is whole: a start that is killed half-way leaves nothing that looks like data. */
    private static void create(Path folder, Path data, ServerAccount account, PostgresBinaries binaries)
            throws IOException {
        var fresh = folder.resolve("data.new");
        Folders.delete(fresh);
        Files.createDirectory(
                fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        account.own(fresh);
        var command = List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + fresh,
                "--username=" + USER,
                "--pwfile=" + folder.resolve("password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions");
        var ended = new Command(account.command(command)).run();
        if (ended.status() != 0) {
            throw new EmbeddedStartException("Postgres could not create its data folder %s (initdb ended with %d): %s"
                    .formatted(fresh, ended.status(), ended.output()));
        }
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path log(Path folder) throws IOException {
        var log = folder.resolve("postgres.log");
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
            Files.move(log, folder.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return log;
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void createDatabase() throws SQLException {
        try (var connection = DriverManager.getConnection(jdbcUrl("postgres"), USER, password);
                var statement = connection.createStatement()) {
            try (var found = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("create database " + DATABASE);
        }
    }

    /** The address of the database {@code garner}, for {@link #user()} and {@link #password()}. */
    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    /** The address of another database of this server. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** The server's superuser. */
    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    public int port() {
        return port;
    }

    /** The process id of the server. */
    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Stops the server: open transactions are rolled back, the data is whole. Returns when it has ended. */
    @Override
    public void close() {
        process.stop(STOP_LIMIT);
    }

    /** The last lines of a log, for error texts. */
    static String lastLines(Path log) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - 2_000));
            var bytes = new byte[2_000];
            var length = Math.max(0, file.read(bytes));
            var lines =
                    new String(bytes, 0, length, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException e) {
            return "(the log %s cannot be read: %s)".formatted(log, e.getMessage());
        }
    }
}
