package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.garner.harvest.Stage;
import org.garner.harvest.order.Topics;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages that nobody of Garner sent: none of them stops what stands behind it, and none does anything. */
@Tag("faults")
@ExtendWith(SharedGarner.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PoisonedTopicsTest {
    private static final Topics TOPICS = new Topics("garner");
    private static final int RECORDS = 300;

    @Test
    void whatIsNoOrderIsPassedOverAndTheOrdersBehindItArrive(RunningGarner garner) throws Exception {
        var source = new SimulatedCsw(
                        "/poisoned", Records.of(RECORDS).seeded(71).sized(6000))
                .pageCap(50)
                .withoutIsoPages();
        try (var simulator = Simulator.builder().with(source).start(0);
                var kafka = producer(garner)) {
            // By the name that this server may ask.
            var url = URI.create(simulator.uri(source).toString().replace("127.0.0.1", "localhost"));
            poison(garner, kafka);
            var job = garner.start(url, "csw", false);
            poison(garner, kafka);

            var report = garner.ended(job);

            assertThat(RunningGarner.summary(report))
                    .isEqualTo("succeeded: gathered %d, added %d".formatted(RECORDS, RECORDS));
            // Orders that have ended, under their own ids.
            poison(garner, kafka);
            assertThat(RunningGarner.summary(garner.harvest(url, "csw")))
                    .isEqualTo("succeeded: gathered %d, unchanged %d".formatted(RECORDS, RECORDS));
        }
    }

    @Test
    void theBrokerTakesNoMessageThatIsTooLargeToBeReadAgain(RunningGarner garner) {
        try (var kafka = producer(garner)) {
            var large = kafka.send(new ProducerRecord<>(TOPICS.of(Stage.IMPORT), new byte[8 << 20]));

            assertThat(large)
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(RecordTooLargeException.class);
        }
    }

    /** On each topic: nothing, garbage, almost an id, a long text, ids that nobody knows, and ids of orders and jobs that there are. */
    private static void poison(RunningGarner garner, KafkaProducer<byte[], byte[]> kafka) throws Exception {
        var values = new ArrayList<byte[]>();
        values.add(new byte[0]);
        values.add(new byte[] {(byte) 0xff, 0, (byte) 0xfe});
        Stream.of("1-1-1-1-1", "{\"id\": 1}", "x".repeat(200_000), "null", UUID.randomUUID() + " ")
                .forEach(text -> values.add(text.getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < 200; i++) {
            values.add(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
        }
        garner.rows("(select id from harvest_order limit 100) union all (select id from harvest_job limit 20)")
                .forEach(id -> values.add(id.getBytes(StandardCharsets.UTF_8)));
        for (var topic : topics()) {
            for (int partition = 0; partition < kafka.partitionsFor(topic).size(); partition++) {
                var unusedDeletion = kafka.send(new ProducerRecord<>(topic, partition, new byte[] {1}, null));
                for (var value : values) {
                    var unused = kafka.send(new ProducerRecord<>(topic, partition, null, value));
                }
            }
        }
        kafka.flush();
    }

    private static List<String> topics() {
        return Stream.concat(Stream.of(Stage.values()).map(TOPICS::of), Stream.of(TOPICS.progress()))
                .toList();
    }

    private static KafkaProducer<byte[], byte[]> producer(RunningGarner garner) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        garner.server().stack().kafka().bootstrapServers(),
                        "max.request.size",
                        32 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
