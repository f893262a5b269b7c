package org.garner.harvest.order;

import java.util.List;
import java.util.UUID;
import org.garner.harvest.JobTicket;
import org.garner.harvest.Stage;

/**
 * A piece of work: a row of {@code harvest_order}, whose id travels over Kafka.
 *
 * @param id the order
 * @param ticket the job and its epoch
 * @param stage which worker does it
 * @param source the source concerned
 * @param host the host that is asked, empty for import orders
 * @param objects the harvest objects concerned, sorted; empty for a gather order
 * @param attempt 1, or higher for a repetition
 */
public record Order(UUID id, JobTicket ticket, Stage stage, UUID source, String host, List<UUID> objects, int attempt) {
    public Order {
        objects = List.copyOf(objects);
    }
}
