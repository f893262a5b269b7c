package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.garner.harvest.Stage;
import org.garner.harvest.order.Inboxes;
import org.garner.harvest.order.Topics;
import org.garner.simulator.Records;
import org.garner.simulator.SimulatedCsw;
import org.garner.simulator.Simulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** Workers join and leave all the time, and what they were sent is lost with them: the job ends by itself, and exactly. */
@Tag("faults")
@ExtendWith(Installation.Extension.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RebalanceStormTest {
    private static final int RECORDS = 600;
    private static final Duration STORM = Duration.ofSeconds(Integer.getInteger("garner.faults.storm", 15));

    private final Installation garner;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger joined = new AtomicInteger();

    RebalanceStormTest(Installation garner) {
        this.garner = garner;
    }

    @Test
    void workersThatComeAndGoEverySecondCostNoRecord() throws Exception {
        var source = new SimulatedCsw(
                        "/restless", Records.of(RECORDS).seeded(72).sized(3000))
                .pageCap(30)
                .withoutIsoPages();
        source.latency(Duration.ofMillis(200));
        try (var simulator = Simulator.builder().with(source).start(0)) {
            var storm = Thread.ofVirtual().start(this::storm);
            var job = garner.api().harvest("restless", "csw", simulator.uri(source));
            storm.join();
            garner.awaitSettled(job, Duration.ofMinutes(5));

            var shown = garner.api().job(job);
            assertThat(shown.path("outcome").asString())
                    .as("%s%s", shown, garner.logs())
                    .isEqualTo("succeeded");
            assertThat(joined).hasValueGreaterThan(5);
            assertThat(taken).as("orders that were sent to those who left").hasPositiveValue();
            new Exactness(garner).check(source, garner.ledger().sourceOf(job), List.of(job));
        }
    }

    private void storm() {
        var kafka = new DefaultKafkaConsumerFactory<String, String>(Map.of(
                "bootstrap.servers",
                garner.backends().environment().getOrDefault("GARNER_KAFKA_SERVERS", ""),
                "auto.offset.reset",
                "earliest",
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                StringDeserializer.class));
        var inboxes = new Inboxes(kafka, new Topics("garner"));
        var end = System.nanoTime() + STORM.toNanos();
        while (System.nanoTime() < end) {
            var guests = List.of(
                    inboxes.orders(Stage.FETCH, ids -> taken.addAndGet(ids.size())),
                    inboxes.orders(Stage.IMPORT, ids -> taken.addAndGet(ids.size())));
            guests.forEach(guest -> {
                guest.start();
                joined.incrementAndGet();
            });
            try {
                Thread.sleep(1000);
                // To join may take as long: the first do not leave before an order has come to them.
                Await.until(STORM, () -> "an order to come to workers that join", () -> taken.get() > 0);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                guests.forEach(guest -> guest.stop());
            }
        }
    }
}
