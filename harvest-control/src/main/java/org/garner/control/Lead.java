package org.garner.control;

/** That this process still leads: the last thing a transaction of the leader makes sure of. */
@FunctionalInterface
interface Lead {
    /** @throws org.garner.ledger.ControlLease.LostLeadException when it does not; the transaction must roll back */
    void check();
}
