package org.garner.harvest.order;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** Sends the ids of orders to the workers' topics. A lost message is no harm: the row stays unsent or unaccepted and is sent again. */
public class OrderSender {
    private static final Logger LOG = LoggerFactory.getLogger(OrderSender.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaTemplate<String, String> kafka;
    private final Topics topics;

    public OrderSender(KafkaTemplate<String, String> kafka, Topics topics) {
        this.kafka = kafka;
        this.topics = topics;
    }

    /** Sends these orders; returns the ids that the brokers acknowledged, in no order. */
    public List<UUID> send(List<Order> orders) {
        // The host is the key of a fetch order, so that one process keeps most of a host's connections.
        var sends = orders.stream()
                .map(order -> kafka.send(
                        topics.of(order.stage()),
                        order.host().isEmpty() ? order.id().toString() : order.host(),
                        order.id().toString()))
                .toList();
        var sent = new ArrayList<UUID>(orders.size());
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int i = 0; i < orders.size(); i++) {
            try {
                sends.get(i).get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                sent.add(orders.get(i).id());
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn(
                        "The order {} could not be sent to topic {} ({}). Its row stays unsent; the dispatcher sends"
                                + " it again.",
                        orders.get(i).id(),
                        topics.of(orders.get(i).stage()),
                        e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return sent;
    }
}
