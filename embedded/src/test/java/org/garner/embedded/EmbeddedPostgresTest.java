package org.garner.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {
    private Path folder = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        folder = ChildJvm.openFolder("postgres-test-");
    }

    @AfterEach
    void deleteFolder() throws IOException {
        Folders.delete(folder);
    }

    private PostgresOptions options() {
        return PostgresOptions.in(folder).withBinariesIn(TestFolders.buildRoot().resolve("target/programs"));
    }

    @Test
    void keepsWhatWasWrittenOverARestart() throws Exception {
        try (var first = EmbeddedPostgres.start(options())) {
            write(first);
        }
        try (var second = EmbeddedPostgres.start(options())) {
            assertThat(read(second)).isEqualTo("kept");
            assertThat(query(second, "show fsync")).isEqualTo("on");
            assertThat(query(second, "select lower('ÄÉ')")).isEqualTo("äé");
            assertThat(second.isRunning()).isTrue();
        }
    }

    @Test
    void opensNoDoorWithoutThePassword() {
        try (var server = EmbeddedPostgres.start(options())) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), server.user(), "guess")
                            .close())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(folder.resolve("password"))
                    .satisfies(file -> assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void endsByItselfWhenItsOwnerIsKilled() throws Exception {
        var owner = ChildJvm.start(
                PostgresOwner.class, folder.toString(), options().binaries().toString());
        var pid = Long.parseLong(owner.lineStartingWith("pid "));
        var server = ProcessHandle.of(pid).orElseThrow();
        owner.kill();
        assertThat(server.onExit()
                        .get(20, java.util.concurrent.TimeUnit.SECONDS)
                        .isAlive())
                .isFalse();
        try (var next = EmbeddedPostgres.start(options())) {
            assertThat(read(next)).isEqualTo("kept");
        }
        assertThat(Files.readString(folder.resolve("postgres.log")))
                .contains("database system is shut down")
                .doesNotContain("was not properly shut down");
    }

    @Test
    void aServerLeftBehindIsStoppedAndReplaced() throws Exception {
        var left = EmbeddedPostgres.start(options());
        write(left);
        try (var next = EmbeddedPostgres.start(options())) {
            assertThat(left.isRunning()).isFalse();
            assertThat(next.pid()).isNotEqualTo(left.pid());
            assertThat(read(next)).isEqualTo("kept");
        }
    }

    @Test
    void recoversWhenTheServerItselfIsKilled() throws Exception {
        var killed = EmbeddedPostgres.start(options());
        write(killed);
        Command.signal("KILL", killed.pid());
        try (var next = EmbeddedPostgres.start(options())) {
            assertThat(read(next)).isEqualTo("kept");
        }
    }

    @Test
    void refusesDataOfAnotherMajorVersionByName() throws Exception {
        EmbeddedPostgres.start(options()).close();
        Files.writeString(folder.resolve("data/PG_VERSION"), "17\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(options()))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("written by Postgres 17")
                .hasMessageContaining(folder.toString());
    }

    @Test
    void showsTheLogWhenItCannotStart() throws Exception {
        try (var holder = EmbeddedPostgres.start(options())) {
            var other = ChildJvm.openFolder("postgres-test-other-");
            try {
                var taken = PostgresOptions.in(other)
                        .withBinariesIn(options().binaries())
                        .onPort(holder.port());
                assertThatThrownBy(() -> EmbeddedPostgres.start(taken))
                        .isInstanceOf(EmbeddedStartException.class)
                        .hasMessageContaining("Address already in use");
            } finally {
                Folders.delete(other);
            }
        }
    }

    @Test
    void startsAsAnOrdinaryUserToo() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                ServerAccount.isRoot(), "only root can start a process as somebody else");
        Files.setAttribute(folder, "unix:uid", 65534);
        PostgresBinaries.unpackedIn(options().binaries());
        var owner = ChildJvm.startAs(
                65534,
                PostgresOwner.class,
                folder.toString(),
                options().binaries().toString());
        var server =
                ProcessHandle.of(Long.parseLong(owner.lineStartingWith("pid "))).orElseThrow();
        owner.kill();
        // It writes while it shuts down, and the folder is to be deleted.
        assertThat(server.onExit()
                        .get(20, java.util.concurrent.TimeUnit.SECONDS)
                        .isAlive())
                .isFalse();
        assertThat(Files.getAttribute(folder.resolve("data"), "unix:uid")).isEqualTo(65534);
    }

    @Test
    void namesTheFolderThatBarsTheWayOfItsAccount() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(ServerAccount.isRoot(), "only root changes the account");
        var closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(closed.resolve("data")))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("may not enter " + closed + ",");
    }

    @Test
    void givesEveryTestClassADatabaseOfItsOwn() throws Exception {
        try (var one = TestPostgres.create()) {
            try (var connection = one.connect();
                    var statement = connection.createStatement()) {
                statement.execute("create table t (x int)");
            }
            try (var copy = one.copy();
                    var other = TestPostgres.create()) {
                assertThat(tables(copy)).isEqualTo("1");
                assertThat(tables(other)).isEqualTo("0");
            }
        }
    }

    private static String tables(TestPostgres database) throws SQLException {
        try (var connection = database.connect()) {
            return query(connection, "select count(*) from pg_tables where schemaname = 'public'");
        }
    }

    private static void write(EmbeddedPostgres server) throws SQLException {
        PostgresOwner.write(server);
    }

    private static String read(EmbeddedPostgres server) throws SQLException {
        return query(server, "select word from note");
    }

    private static String query(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password())) {
            return query(connection, sql);
        }
    }

    private static String query(java.sql.Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
