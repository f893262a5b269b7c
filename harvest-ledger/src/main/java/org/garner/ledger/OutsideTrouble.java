package org.garner.ledger;

import java.sql.SQLException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/** Tells trouble that no record is to blame for, such as a database that is away, a full disk or a deadlock, from an attempt that failed. */
public final class OutsideTrouble {
    /** The class of SQLSTATE for what the server cannot hold; Spring takes it for a resource that failed. */
    private static final String PROGRAM_LIMITS = "54";

    private OutsideTrouble() {}

    /** True when the same order will succeed as soon as the trouble is over. */
    public static boolean is(Throwable trouble) {
        return trouble instanceof TransientDataAccessException
                || trouble instanceof RecoverableDataAccessException
                || (trouble instanceof DataAccessResourceFailureException resource && !exceedsLimit(resource))
                || trouble instanceof TransactionException;
    }

    /** A value that is too large for an index, say: that is its record's fault, and no waiting mends it. */
    private static boolean exceedsLimit(DataAccessResourceFailureException trouble) {
        return trouble.getMostSpecificCause() instanceof SQLException cause
                && cause.getSQLState() != null
                && cause.getSQLState().startsWith(PROGRAM_LIMITS);
    }
}
