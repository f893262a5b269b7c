package org.garner.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.DynamicVoters;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and controller (KRaft) inside this process, on 127.0.0.1 only.
 *
 * <p>Topics, offsets and the cluster's id outlive the process; the ports are new with each start. One per process: Kafka's way out when its disk
 * fails is to halt the process, and that way is taken over here for the whole process (see {@link #failure()}).
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);
    /** The format of the metadata log, chosen on purpose: a folder keeps the one that it was created with. */
    private static final MetadataVersion FORMAT = MetadataVersion.IBP_4_2_IV1;

    private static final Set<EmbeddedKafka> RUNNING = ConcurrentHashMap.newKeySet();

    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /** Starts on this folder, on any free ports; returns when the broker takes requests. */
    public static EmbeddedKafka start(Path folder) {
        return start(folder, 0);
    }

    /**
     * Starts on this folder.
     *
     * @param port the broker's port on 127.0.0.1, 0 for any free one
     */
    public static EmbeddedKafka start(Path folder, int port) {
        var data = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(data);
            var brokerPort = port == 0 ? EmbeddedPostgres.freePort() : port;
            var controllerPort = EmbeddedPostgres.freePort();
            if (!Files.exists(data.resolve("meta.properties"))) {
                format(data, controllerPort);
            }
            Exit.setHaltProcedure(EmbeddedKafka::halted);
            Exit.setExitProcedure(EmbeddedKafka::halted);
            var address = "127.0.0.1:" + brokerPort;
            var server = new KafkaRaftServer(
                    new KafkaConfig(settings(data, address, "127.0.0.1:" + controllerPort), false), Time.SYSTEM);
            var kafka = new EmbeddedKafka(server, address);
            RUNNING.add(kafka);
            try {
                server.startup();
            } catch (RuntimeException e) {
                kafka.close();
                throw e;
            }
            return kafka;
        } catch (IOException | RuntimeException e) {
            throw new EmbeddedStartException("Kafka could not be started in %s: %s".formatted(data, reason(e)), e);
        }
    }

    private static String reason(Throwable e) {
        return e.getCause() == null ? e.toString() : e + ": " + reason(e.getCause());
    }

    private static void format(Path data, int controllerPort) {
        var quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try {
            new Formatter()
                    .setPrintStream(quiet)
                    .setNodeId(1)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName("CONTROLLER")
                    .setDirectories(List.of(data.toString()))
                    .setMetadataLogDirectory(data.toString())
                    .setReleaseVersion(FORMAT)
                    .setInitialControllers(
                            DynamicVoters.parse("1@127.0.0.1:%d:%s".formatted(controllerPort, Uuid.randomUuid())))
                    .setHasDynamicQuorum(true)
                    .run();
        } catch (Exception e) {
            throw new EmbeddedStartException("Kafka could not create its folder %s: %s".formatted(data, e), e);
        }
    }

    private static Map<String, String> settings(Path data, String broker, String controller) {
        var settings = new HashMap<String, String>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("listeners", "PLAINTEXT://%s,CONTROLLER://%s".formatted(broker, controller));
        settings.put("advertised.listeners", "PLAINTEXT://%s,CONTROLLER://%s".formatted(broker, controller));
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("controller.quorum.bootstrap.servers", controller);
        settings.put("log.dirs", data.toString());
        settings.put("auto.create.topics.enable", "false");
        // One node: every internal topic has one copy. Left at three, share groups get nothing, without an error.
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        for (var topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".num.partitions", "4");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        // After kill -9 the controller still holds the old session; with the default of 9 s the next start waits 12 s.
        settings.put("broker.session.timeout.ms", "2000");
        settings.put("broker.heartbeat.interval.ms", "500");
        // Groups of few members in one process: join at once.
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
        for (var group : List.of("consumer", "share")) {
            settings.put("group." + group + ".min.heartbeat.interval.ms", "500");
            settings.put("group." + group + ".heartbeat.interval.ms", "1000");
        }
        // Sized for a laptop: the defaults take 128 MB of heap for the cleaner alone.
        settings.put("log.cleaner.dedupe.buffer.size", "2097152");
        settings.put("log.segment.bytes", "67108864");
        settings.put("log.retention.hours", "48");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("num.recovery.threads.per.data.dir", "2");
        return settings;
    }

    /** Kafka wants the process to end; it lives on, the broker is down, and {@link #failure()} says so. */
    private static void halted(int status, String message) {
        var why =
                "Kafka gave up with status %d%s; a frequent cause is a full or failing disk. Restart Garner when that is mended"
                        .formatted(status, message == null ? "" : " (" + message + ")");
        log.error("{}.", why);
        for (var each : RUNNING) {
            if (each.failure.compareAndSet(null, why)) {
                Thread.ofPlatform().name("kafka-stop").daemon(true).start(each::close);
            }
        }
    }

    /** Where clients connect: {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Why the broker gave up, if it did: it takes no more requests then, and this process goes on without it. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Stops in order; what was acknowledged is kept. Returns when all is closed. */
    @Override
    public void close() {
        if (RUNNING.remove(this)) {
            server.shutdown();
            server.awaitShutdown();
        }
    }
}
