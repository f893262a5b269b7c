package org.garner.ledger;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/** Tells trouble that no record is to blame for, such as a database that is away, a full disk or a deadlock, from an attempt that failed. */
public final class OutsideTrouble {
    /**
     * The beginnings of what Postgres calls such trouble: a lost connection (08), a transaction that has to be repeated, also after a deadlock (40), no
     * room on disk or in memory (53), an operator's or a shutdown's doing (57), a failing disk (58), a lock that did not come in time, and a server
     * that only reads, as one that is no primary any more. Limits that a row exceeds (54) are not among them.
     */
    private static final List<String> STATES = List.of("08", "40", "53", "57", "58", "55P03", "25006", "25P03");

    private OutsideTrouble() {}

    /** Throws on what no record and no reader is to blame for: the order of whoever calls goes out again. */
    public static void passOn(RuntimeException trouble) {
        if (is(trouble)) {
            throw trouble;
        }
    }

    /** True when the same order will succeed as soon as the trouble is over. */
    public static boolean is(Throwable trouble) {
        var state = sqlState(trouble);
        // Spring takes a row that is too long for an index for a lack of resources, and does not know every state.
        return state == null
                ? trouble instanceof TransientDataAccessException
                        || trouble instanceof RecoverableDataAccessException
                        || trouble instanceof DataAccessResourceFailureException
                        || trouble instanceof TransactionException
                : STATES.stream().anyMatch(state::startsWith);
    }

    private static @Nullable String sqlState(Throwable trouble) {
        for (Throwable each = trouble; each != null; each = each.getCause()) {
            if (each instanceof SQLException refused && refused.getSQLState() != null) {
                return refused.getSQLState();
            }
        }
        return null;
    }
}
