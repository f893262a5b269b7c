package org.garner.control.rest;

import java.util.Objects;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Whether the database takes writes. One whose disk is full still answers, and small changes fit into its pages; so it is asked for a little room. */
class DatabaseCheck {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    DatabaseCheck(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** Why it cannot be written; empty when it can. */
    Optional<String> problem() {
        try {
            return Objects.requireNonNull(transaction.execute(status -> {
                if ("on"
                        .equals(jdbc.sql("show transaction_read_only")
                                .query(String.class)
                                .single())) {
                    return Optional.of("It takes no writes: it is read-only.");
                }
                askForRoom();
                return Optional.<String>empty();
            }));
        } catch (DataAccessException e) {
            return Optional.of(String.valueOf(e.getMostSpecificCause().getMessage()));
        } catch (TransactionException e) {
            return Optional.of(String.valueOf(e.getMostSpecificCause().getMessage()));
        }
    }

    /** A result of some hundred kilobytes that may not stay in memory goes to a temporary file beside the data, and leaves nothing behind. */
    private void askForRoom() {
        jdbc.sql("set local work_mem = '64kB'").update();
        jdbc.sql("select count(*) from generate_series(1, 20000)")
                .query(Long.class)
                .single();
    }
}
