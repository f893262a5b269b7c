package org.garner.harvest.order;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.garner.harvest.Stage;

/** Creates the topics and tells whether they can be used. Only control creates; workers wait. */
public class TopicSetup {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Map<String, Object> kafka;
    private final Topics topics;

    /** @param kafka the settings of the connection, as the admin client takes them */
    public TopicSetup(Map<String, Object> kafka, Topics topics) {
        this.kafka = Map.copyOf(kafka);
        this.topics = topics;
    }

    /** Creates the topics that are missing, with the brokers' replication. */
    public void create(int partitions) throws InterruptedException {
        try (var admin = Admin.create(kafka)) {
            var results = admin.createTopics(names().stream()
                            .map(name -> new NewTopic(name, Optional.of(partitions), Optional.empty()))
                            .toList())
                    .values();
            for (var result : results.entrySet()) {
                try {
                    result.getValue().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw new IllegalStateException(
                                "The Kafka topic %s could not be created: %s. Check the address of the brokers and the rights of this user."
                                        .formatted(result.getKey(), e.getCause()),
                                e);
                    }
                } catch (TimeoutException e) {
                    throw new IllegalStateException(
                            "The Kafka topic %s was not created within %d s. Check whether the brokers are up."
                                    .formatted(result.getKey(), PATIENCE.toSeconds()),
                            e);
                }
            }
        }
    }

    /** What is still missing, in words; empty when every partition of every topic has a leader. Sending earlier can lose messages. */
    public Optional<String> missing() throws InterruptedException {
        try (var admin = Admin.create(kafka)) {
            var descriptions =
                    admin.describeTopics(names()).allTopicNames().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return descriptions.values().stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .filter(partition -> partition.leader() == null
                                    || partition.leader().isEmpty())
                            .map(partition -> "a leader of partition %d of the Kafka topic %s"
                                    .formatted(partition.partition(), topic.name())))
                    .findFirst();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of("the Kafka topics %s (%s)".formatted(String.join(", ", names()), e));
        }
    }

    private List<String> names() {
        return Stream.concat(Arrays.stream(Stage.values()).map(topics::of), Stream.of(topics.progress()))
                .toList();
    }
}
