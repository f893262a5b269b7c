package org.garner.ledger;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings that every room starts with: where Postgres and Kafka are, from the environment, and what is shown to monitoring. Each can be
 * given otherwise by the usual means of Spring Boot.
 */
public final class RoomSettings {
    /** Nobody waits for anything but the database inside a transaction: one that does nothing for so long belongs to a process that is not there. */
    private static final Duration STANDSTILL = Duration.ofSeconds(10);

    private RoomSettings() {}

    /**
     * @param room the room's name, such as {@code gather}
     * @param port the port of health and metrics unless {@code GARNER_PORT} names another
     */
    public static Map<String, Object> of(String room, int port) {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("spring.application.name", "garner-" + room);
        settings.put("spring.main.banner-mode", "off");
        settings.put("spring.threads.virtual.enabled", "true");
        settings.put("spring.datasource.url", "${GARNER_POSTGRES_URL:jdbc:postgresql://localhost:5432/garner}");
        settings.put("spring.datasource.username", "${GARNER_POSTGRES_USER:garner}");
        settings.put("spring.datasource.password", "${GARNER_POSTGRES_PASSWORD:}");
        settings.put("spring.datasource.hikari.maximum-pool-size", "${GARNER_POSTGRES_CONNECTIONS:12}");
        settings.put("spring.datasource.hikari.connection-timeout", "10000");
        // A statement that is prepared again for each batch costs more than the batch; arrays make one text serve all
        // sizes.
        settings.put("spring.datasource.hikari.data-source-properties.prepareThreshold", "3");
        settings.put("spring.datasource.hikari.data-source-properties.ApplicationName", "garner-" + room);
        settings.put("spring.datasource.hikari.data-source-properties.socketTimeout", "120");
        settings.put("spring.datasource.hikari.data-source-properties.tcpKeepAlive", "true");
        // A process that stands still in the middle of a transaction holds locks on what others are to take over, its
        // lead even: after as long as a leader may be silent the server ends the transaction.
        settings.put(
                "spring.datasource.hikari.data-source-properties.options",
                "-c idle_in_transaction_session_timeout=" + STANDSTILL.toMillis());
        settings.put("spring.kafka.bootstrap-servers", "${GARNER_KAFKA_SERVERS:localhost:9092}");
        settings.put("spring.kafka.consumer.auto-offset-reset", "earliest");
        settings.put("spring.kafka.consumer.enable-auto-commit", "false");
        settings.put("spring.kafka.consumer.max-poll-records", "100");
        settings.put("spring.kafka.consumer.properties.session.timeout.ms", "15000");
        settings.put("spring.kafka.producer.acks", "all");
        settings.put("spring.kafka.producer.properties.delivery.timeout.ms", "15000");
        settings.put("spring.kafka.producer.properties.request.timeout.ms", "5000");
        settings.put("spring.kafka.producer.properties.max.block.ms", "10000");
        settings.put("server.port", "${GARNER_PORT:" + port + "}");
        settings.put("server.address", "${GARNER_HOST:127.0.0.1}");
        settings.put("server.shutdown", "graceful");
        settings.put("spring.lifecycle.timeout-per-shutdown-phase", "30s");
        settings.put(
                "garner.workers.exit-on-restart", "${GARNER_WORKERS_EXIT_ON_RESTART:" + !"control".equals(room) + "}");
        settings.put("management.endpoints.web.exposure.include", "health,info,prometheus");
        settings.put("management.endpoint.health.probes.enabled", "true");
        settings.put("management.endpoint.health.probes.add-additional-paths", "true");
        settings.put("management.endpoint.health.group.readiness.include", "*");
        settings.put("management.endpoint.health.group.readiness.exclude", "livenessState,diskSpace,ssl");
        settings.put("management.endpoint.health.group.readiness.show-components", "always");
        settings.put("management.endpoint.health.show-details", "always");
        return settings;
    }
}
