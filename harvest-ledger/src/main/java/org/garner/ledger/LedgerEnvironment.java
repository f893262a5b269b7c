package org.garner.ledger;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code harvest_environment}: where this database belongs, such as production. */
public class LedgerEnvironment {
    private final JdbcClient jdbc;

    public LedgerEnvironment(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes the name unless there is one. */
    public void claim(String name) {
        jdbc.sql("insert into harvest_environment (name) values (:name) on conflict (only_row) do nothing")
                .param("name", name)
                .update();
    }

    public Optional<String> name() {
        return jdbc.sql("select name from harvest_environment")
                .query(String.class)
                .optional();
    }
}
