package org.garner.ledger;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/** Tells trouble that no record is to blame for, such as a database that is away or a deadlock, from an attempt that failed. */
final class OutsideTrouble {
    private OutsideTrouble() {}

    /** True when the same order will succeed as soon as the trouble is over. */
    static boolean is(Throwable trouble) {
        return trouble instanceof TransientDataAccessException
                || trouble instanceof RecoverableDataAccessException
                || trouble instanceof DataAccessResourceFailureException
                || trouble instanceof TransactionException;
    }
}
