package org.garner.client;

import java.time.Instant;
import java.util.List;

/** What waits and what is in work: one entry for each open job. */
public record Queue(Total total, List<Entry> sources) {
    public record Total(long jobs, long orders, long objects) {}

    public record Entry(Job.Source source, String job, String status, Instant created, List<At> stages) {}

    /**
     * What is at one stage.
     *
     * @param accepted those of the orders that workers hold
     * @param ordered records in the orders
     * @param waiting records that no order holds yet
     */
    public record At(String stage, long orders, long accepted, long ordered, long waiting, double oldestSeconds) {}
}
