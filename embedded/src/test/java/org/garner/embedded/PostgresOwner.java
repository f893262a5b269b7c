package org.garner.embedded;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A process that starts Postgres, writes a row, says so, and lives until it is killed. */
final class PostgresOwner {
    private PostgresOwner() {}

    public static void main(String[] arguments) throws Exception {
        var options = PostgresOptions.in(Path.of(arguments[0])).withBinariesIn(Path.of(arguments[1]));
        var server = EmbeddedPostgres.start(options);
        write(server);
        System.out.println("pid " + server.pid());
        Thread.sleep(Long.MAX_VALUE);
    }

    static void write(EmbeddedPostgres server) throws SQLException {
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute("create table note (word text)");
            statement.execute("insert into note values ('kept')");
        }
    }
}
