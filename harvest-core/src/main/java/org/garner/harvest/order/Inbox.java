package org.garner.harvest.order;

import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Receives ids from a topic and hands over each poll as one list. The offsets are committed as soon as the receiver returns, so it only
 * accepts: no partition is ever held by slow work. A receiver that throws gets the same list again after a second.
 */
public class Inbox implements SmartLifecycle {
    private final ConcurrentMessageListenerContainer<String, String> container;

    private Inbox(ConcurrentMessageListenerContainer<String, String> container) {
        this.container = container;
    }

    /** Shares the topic with all processes that name the same group. */
    public static Inbox shared(
            ConsumerFactory<String, String> kafka,
            String topic,
            String group,
            Properties consumer,
            Consumer<List<UUID>> receiver) {
        var properties = new ContainerProperties(topic);
        properties.setGroupId(group);
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        properties.setKafkaConsumerProperties(consumer);
        properties.setMessageListener((BatchMessageListener<String, String>) records -> receiver.accept(records.stream()
                .map(ConsumerRecord::value)
                .map(UUID::fromString)
                .distinct()
                .toList()));
        var container = new ConcurrentMessageListenerContainer<>(kafka, properties);
        container.setConcurrency(1);
        container.setBeanName(group);
        container.setCommonErrorHandler(
                new DefaultErrorHandler(new FixedBackOff(1000, FixedBackOff.UNLIMITED_ATTEMPTS)));
        return new Inbox(container);
    }

    /** True when the consumer thread lives: the worker's readiness asks. */
    public boolean healthy() {
        return container.isRunning() && container.isInExpectedState();
    }

    @Override
    public void start() {
        container.start();
    }

    @Override
    public void stop() {
        container.stop();
    }

    @Override
    public boolean isRunning() {
        return container.isRunning();
    }
}
