package org.garner.ledger;

import org.garner.harvest.JobTicket;

/** The job was ended, or runs in a newer epoch: what was done for this ticket must not be committed. */
public class StaleTicketException extends RuntimeException {
    public StaleTicketException(JobTicket ticket) {
        super("Job %s does not run in epoch %d any more; this work is dropped."
                .formatted(ticket.job(), ticket.epoch()));
    }
}
