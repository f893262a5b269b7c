package org.garner.embedded;

import java.nio.file.Path;
import org.apache.kafka.common.utils.Exit;

/** A process that starts Kafka, sends a record (or has the broker give up), says so, and lives until it is killed. */
final class KafkaOwner {
    private KafkaOwner() {}

    public static void main(String[] arguments) throws Exception {
        var kafka = EmbeddedKafka.start(Path.of(arguments[0]));
        if (arguments.length > 1) {
            Exit.halt(1, arguments[1]);
            System.out.println("lives on: " + kafka.failure().orElse("without knowing why"));
        } else {
            EmbeddedKafkaTest.createTopic(kafka, "orders");
            EmbeddedKafkaTest.send(kafka.bootstrapServers(), "orders", "kept");
            System.out.println("sent kept");
        }
        Thread.sleep(Long.MAX_VALUE);
    }
}
