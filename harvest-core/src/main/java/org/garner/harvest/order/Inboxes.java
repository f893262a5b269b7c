package org.garner.harvest.order;

import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Consumer;
import org.garner.harvest.Stage;
import org.springframework.kafka.core.ConsumerFactory;

/** Makes the inboxes of this process. */
public class Inboxes {
    private final ConsumerFactory<String, String> kafka;
    private final Topics topics;

    public Inboxes(ConsumerFactory<String, String> kafka, Topics topics) {
        this.kafka = kafka;
        this.topics = topics;
    }

    /** The orders of a stage, shared with all workers of the stage. */
    public Inbox orders(Stage stage, Consumer<List<UUID>> receiver) {
        return Inbox.shared(kafka, topics.of(stage), topics.of(stage), new Properties(), receiver);
    }

    /** The hints of the workers; each control process hears all of them, and those sent while it was away do not matter. */
    public Inbox progress(Consumer<List<UUID>> receiver) {
        var fromNow = new Properties();
        fromNow.setProperty("auto.offset.reset", "latest");
        return Inbox.shared(kafka, topics.progress(), topics.progress() + "." + UUID.randomUUID(), fromNow, receiver);
    }
}
