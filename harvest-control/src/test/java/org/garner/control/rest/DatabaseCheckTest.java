package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.garner.embedded.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class DatabaseCheckTest {
    private final TestPostgres postgres = TestPostgres.create();
    private final SingleConnectionDataSource connection;
    private final JdbcClient jdbc;
    private final DatabaseCheck check;

    DatabaseCheckTest() throws SQLException {
        connection = new SingleConnectionDataSource(postgres.dataSource().getConnection(), true);
        jdbc = JdbcClient.create(connection);
        check = new DatabaseCheck(jdbc, new TransactionTemplate(new JdbcTransactionManager(connection)));
    }

    @AfterEach
    void close() {
        connection.destroy();
        postgres.close();
    }

    @Test
    void aDatabaseThatHasRoomIsUp() {
        assertThat(check.problem()).isEmpty();
    }

    @Test
    void aDatabaseThatHasNoRoomIsDownAndSaysWhy() {
        jdbc.sql("set temp_file_limit = 0").update();

        assertThat(check.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("temporary file size"));
    }

    @Test
    void aDatabaseThatOnlyLetsReadIsDown() {
        jdbc.sql("set default_transaction_read_only = on").update();

        assertThat(check.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("read-only"));
    }

    @Test
    void theLookLeavesTheSettingsOfTheConnectionAsTheyWere() {
        var before = jdbc.sql("show work_mem").query(String.class).single();
        var unused = check.problem();

        assertThat(jdbc.sql("show work_mem").query(String.class).single()).isEqualTo(before);
    }
}
