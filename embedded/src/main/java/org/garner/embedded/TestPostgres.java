package org.garner.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of its own for a test class, on one server per test JVM.
 *
 * <pre>{@code
 * static final TestPostgres db = TestPostgres.create();
 *
 * @AfterAll static void drop() { db.close(); }   // optional: the server and its data go with the JVM
 * }</pre>
 *
 * <p>The server starts with the first call (about a second) and does not wait for the disk; its data lies below {@code target}. A database costs
 * some 50 ms. A class that needs a migrated schema many times migrates once and takes copies: {@link #copy()}.
 */
public final class TestPostgres implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final EmbeddedPostgres server;
    private final String name;

    private TestPostgres(String name) {
        this.server = Shared.SERVER;
        this.name = name;
    }

    /** A fresh, empty database. */
    public static TestPostgres create() {
        return create("template1");
    }

    /** A fresh database with everything that this one holds; nobody may be connected to this one meanwhile. */
    public TestPostgres copy() {
        return create(name);
    }

    private static TestPostgres create(String template) {
        var database = new TestPostgres("test_" + COUNT.incrementAndGet());
        database.administer("create database %s template %s".formatted(database.name, template));
        return database;
    }

    public String jdbcUrl() {
        return server.jdbcUrl(name);
    }

    public String user() {
        return server.user();
    }

    public String password() {
        return server.password();
    }

    /** Opens a connection per call: for JdbcClient in tests. For load, build a pool on {@link #jdbcUrl()}. */
    public DataSource dataSource() {
        var source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl());
        source.setUser(user());
        source.setPassword(password());
        return source;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), user(), password());
    }

    /** Drops the database; connections that are still open are cut. */
    @Override
    public void close() {
        administer("drop database if exists %s with (force)".formatted(name));
    }

    private void administer(String sql) {
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("The test server refused: " + sql, e);
        }
    }

    /** Starts with its first use. */
    private static final class Shared {
        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                var folder = Files.createTempDirectory(TestFolders.target(), "postgres-");
                Files.setPosixFilePermissions(
                        folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
                var options =
                        PostgresOptions.in(folder).withBinariesIn(programs()).forTests();
                var server = EmbeddedPostgres.start(options);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    server.close();
                    TestFolders.deleteQuietly(folder);
                }));
                return server;
            } catch (IOException e) {
                throw new EmbeddedStartException("The test server has no folder: " + e, e);
            }
        }

        /** One copy of the programs for all modules of a build. */
        private static Path programs() {
            return TestFolders.buildRoot().resolve("target").resolve("programs");
        }
    }
}
