package org.garner.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedKafkaTest {
    private Path folder = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory(TestFolders.target(), "kafka-test-");
    }

    @AfterEach
    void deleteFolder() throws IOException {
        Folders.delete(folder);
    }

    @Test
    void keepsRecordsAndOffsetsOverARestartOnOtherPorts() throws Exception {
        String clusterId;
        try (var first = EmbeddedKafka.start(folder)) {
            clusterId = clusterId(first);
            createTopic(first, "orders");
            send(first.bootstrapServers(), "orders", "one", "two");
            assertThat(receive(first.bootstrapServers(), "orders", 2)).containsExactly("one", "two");
        }
        try (var second = EmbeddedKafka.start(folder)) {
            assertThat(clusterId(second)).isEqualTo(clusterId);
            send(second.bootstrapServers(), "orders", "three");
            assertThat(receive(second.bootstrapServers(), "orders", 1)).containsExactly("three");
        }
    }

    @Test
    void startsAgainSoonAfterItsProcessWasKilled() throws Exception {
        var owner = ChildJvm.start(KafkaOwner.class, folder.toString());
        assertThat(owner.lineStartingWith("sent ")).isEqualTo("kept");
        owner.kill();
        try (var next = EmbeddedKafka.start(folder)) {
            assertThat(receive(next.bootstrapServers(), "orders", 1)).containsExactly("kept");
        }
    }

    @Test
    void aBrokerThatGivesUpDoesNotTakeTheProcessWithIt() throws Exception {
        // In a process of its own: all brokers of a process share its end.
        var owner = ChildJvm.start(KafkaOwner.class, folder.toString(), "the disk failed");
        assertThat(owner.lineStartingWith("lives on: ")).contains("the disk failed");
        owner.kill();
    }

    @Test
    void saysWhichFolderItCannotUse() throws Exception {
        var file = Files.createFile(folder.resolve("a-file"));
        assertThatThrownBy(() -> EmbeddedKafka.start(file))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void givesTestsTopicsThatCanBeWrittenAtOnce() throws Exception {
        var topic = SharedKafka.newTopic(3);
        send(SharedKafka.bootstrapServers(), topic, "a", "b", "c");
        assertThat(receive(SharedKafka.bootstrapServers(), topic, 3)).containsExactlyInAnyOrder("a", "b", "c");
    }

    private static String clusterId(EmbeddedKafka kafka) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.describeCluster().clusterId().get();
        }
    }

    static void createTopic(EmbeddedKafka kafka, String name) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    static void send(String bootstrapServers, String topic, String... values) throws Exception {
        var settings = Map.<String, Object>of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (var value : values) {
                producer.send(new ProducerRecord<>(topic, value, value)).get();
            }
        }
    }

    private static List<String> receive(String bootstrapServers, String topic, int count) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", bootstrapServers, "group.id", "test-" + topic, "auto.offset.reset", "earliest");
        var values = new java.util.ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (values.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(each -> values.add(each.value()));
            }
            consumer.commitSync();
        }
        return values;
    }
}
