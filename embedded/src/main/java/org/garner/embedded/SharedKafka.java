package org.garner.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * One Kafka broker for all test classes of a JVM; its data lies below {@code target}. It starts with the first call (about 3 s). A test takes
 * topics of its own: {@link #newTopic(int)}.
 */
public final class SharedKafka {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private SharedKafka() {}

    public static String bootstrapServers() {
        return Shared.BROKER.bootstrapServers();
    }

    /** Creates a topic with a name that no other test has, and returns the name when every partition can be written. */
    public static String newTopic(int partitions) {
        var name = "topic-" + COUNT.incrementAndGet();
        createTopics(Map.of(name, partitions));
        return name;
    }

    /** Creates these topics (name to partitions) and waits for a leader of every partition: sends right after a bare creation can be lost. */
    public static void createTopics(Map<String, Integer> partitionsByName) {
        try (var admin = Admin.create(new HashMap<>(Map.of("bootstrap.servers", bootstrapServers())))) {
            var topics = partitionsByName.entrySet().stream()
                    .map(each -> new NewTopic(each.getKey(), Optional.of(each.getValue()), Optional.empty()))
                    .toList();
            admin.createTopics(topics).all().get();
            while (!allLed(admin, partitionsByName)) {
                Thread.sleep(20);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The test broker refused to create " + partitionsByName, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while topics were created", e);
        }
    }

    private static boolean allLed(Admin admin, Map<String, Integer> partitionsByName) throws InterruptedException {
        try {
            var found = admin.describeTopics(List.copyOf(partitionsByName.keySet()))
                    .allTopicNames()
                    .get();
            return found.values().stream()
                    .allMatch(topic -> topic.partitions().size() == partitionsByName.getOrDefault(topic.name(), 0)
                            && topic.partitions().stream()
                                    .allMatch(each -> each.leader() != null
                                            && !each.leader().isEmpty()));
        } catch (ExecutionException e) {
            // Just created: not every part of the broker knows it yet.
            return false;
        }
    }

    /** Starts with its first use. */
    private static final class Shared {
        private static final EmbeddedKafka BROKER = start();

        private static EmbeddedKafka start() {
            try {
                var folder = Files.createTempDirectory(TestFolders.target(), "kafka-");
                var broker = EmbeddedKafka.start(folder);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    broker.close();
                    TestFolders.deleteQuietly(folder);
                }));
                return broker;
            } catch (IOException e) {
                throw new EmbeddedStartException("The test broker has no folder: " + e, e);
            }
        }
    }
}
