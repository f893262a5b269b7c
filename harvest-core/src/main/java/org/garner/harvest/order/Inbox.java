package org.garner.harvest.order;

import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final Pattern ID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

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
        properties.setMessageListener((BatchMessageListener<String, String>) records -> receiver.accept(ids(records)));
        var container = new ConcurrentMessageListenerContainer<>(kafka, properties);
        container.setConcurrency(1);
        container.setBeanName(group);
        container.setCommonErrorHandler(
                new DefaultErrorHandler(new FixedBackOff(1000, FixedBackOff.UNLIMITED_ATTEMPTS)));
        return new Inbox(container);
    }

    /** What a poll brought. Whatever is no id is passed over: it would come again and again, and nothing behind it would ever arrive. */
    private static List<UUID> ids(List<ConsumerRecord<String, String>> poll) {
        var messages = poll.stream().collect(Collectors.partitioningBy(Inbox::carriesAnId));
        var others = messages.getOrDefault(false, List.of());
        if (!others.isEmpty()) {
            var first = others.getFirst();
            LOG.warn(
                    "{} of the {} messages of a poll carry no id and are passed over; the first is at offset {} of"
                            + " partition {} of topic {}. Something else than Garner writes there; its own orders are"
                            + " rows, and none of them is lost.",
                    others.size(),
                    poll.size(),
                    first.offset(),
                    first.partition(),
                    first.topic());
        }
        return messages.getOrDefault(true, List.of()).stream()
                .map(ConsumerRecord::value)
                .map(UUID::fromString)
                .distinct()
                .toList();
    }

    private static boolean carriesAnId(ConsumerRecord<String, String> message) {
        var value = message.value();
        return value != null && ID.matcher(value).matches();
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
