package org.garner.harvest.order;

import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;

/** Wakes the dispatcher after an order has ended. Only a hint: when it is lost, the next tick finds the same in the ledger. */
public class ProgressHints {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressHints.class);

    private final KafkaTemplate<String, String> kafka;
    private final Topics topics;

    public ProgressHints(KafkaTemplate<String, String> kafka, Topics topics) {
        this.kafka = kafka;
        this.topics = topics;
    }

    /** Says that something of this job moved; does not wait. */
    public void moved(UUID job) {
        try {
            var unused = kafka.send(topics.progress(), job.toString());
        } catch (KafkaException e) {
            LOG.debug("A hint for job {} was not sent; the next tick finds the same", job, e);
        }
    }
}
