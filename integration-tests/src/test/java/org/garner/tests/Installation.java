package org.garner.tests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Garner as an operator installs it: control, gather, fetch and import as four processes, each started by the start line of its systemd unit, over one
 * Postgres, one Kafka and one Solr on HTTP. One for all tests of the JVM, because it takes half a minute to start; it is stopped after the last of them.
 */
final class Installation implements AutoCloseable {
    private static final List<String> ROOMS = List.of("control", "gather", "fetch", "import");
    private static final String TOKEN = "a-token-of-the-tests";

    private final Map<String, RoomProcess> rooms = new LinkedHashMap<>();
    private final Path dist;
    private final Path folder;
    private final Backends backends;
    private final Path spool;
    private final Api api;
    private final Ledger ledger;

    private Installation(Path dist, Path folder, Backends backends) {
        this.dist = dist;
        this.folder = folder;
        this.backends = backends;
        spool = folder.resolve("spool");
        for (var room : ROOMS) {
            rooms.put(room, process(room, room));
        }
        api = new Api(room("control").url(), TOKEN);
        ledger = new Ledger(backends.database());
        // For a JVM that is told to end before its tests do; otherwise they have been stopped by then.
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
        try {
            rooms.values().forEach(RoomProcess::start);
            awaitReady();
        } catch (RuntimeException | AssertionError e) {
            kill();
            throw e;
        }
    }

    private RoomProcess process(String room, String name) {
        var port = freePort();
        return new RoomProcess(
                room, SystemdUnit.of(room).commandIn(dist), environment(port), port, folder.resolve(name + ".log"));
    }

    /** Another process of a room, started and ready beside the first one, for a test that ends it. */
    RoomProcess another(String room) {
        var process = process(room, room + "-2");
        process.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::killIfRunning));
        process.awaitReady(api);
        return process;
    }

    /** Skips the test when the distribution was left out of the build. */
    private static Installation start() {
        var dist = Clone.distribution();
        assumeTrue(dist.isPresent(), "The distribution is not built: run the verify phase of all modules");
        try {
            var target = Files.createDirectories(Path.of("target").toAbsolutePath());
            var folder = Files.createTempDirectory(target, "installation-");
            // Where the tests run as root, Postgres does not, and has to walk through.
            folder.toFile().setExecutable(true, false);
            Files.createDirectory(folder.resolve("spool"));
            return new Installation(dist.orElseThrow(), folder, Backends.start(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the rooms as systemd does, then what they work with. */
    @Override
    public void close() {
        rooms.values().parallelStream().forEach(RoomProcess::stop);
        backends.close();
    }

    private void kill() {
        rooms.values().forEach(RoomProcess::killIfRunning);
        backends.kill();
    }

    Api api() {
        return api;
    }

    Backends backends() {
        return backends;
    }

    Ledger ledger() {
        return ledger;
    }

    /** The HTTP side of another control process. */
    Api apiOf(RoomProcess control) {
        return new Api(control.url(), TOKEN);
    }

    /** The folder in which the rooms keep large answers of sources. */
    Path spool() {
        return spool;
    }

    Collection<RoomProcess> rooms() {
        return rooms.values();
    }

    RoomProcess room(String name) {
        var room = rooms.get(name);
        if (room == null) {
            throw new IllegalArgumentException("There is no room " + name);
        }
        return room;
    }

    /** Returns when all rooms are ready. */
    void awaitReady() {
        rooms.values().forEach(room -> room.awaitReady(api));
    }

    /** Returns when a job has ended and its counts are final. */
    void awaitSettled(UUID job, Duration patience) {
        Await.until(
                patience,
                () -> "job %s to end; it is %s and holds %s%s"
                        .formatted(job, api.job(job), ledger.outcomes(job), logs()),
                () -> api.job(job).path("settled").asBoolean());
    }

    /** The ends of all logs, for failures. */
    String logs() {
        var text = new StringBuilder();
        rooms.values().forEach(room -> text.append("%n--- %s%n%s".formatted(room.room(), room.lastLines())));
        return text.toString();
    }

    private Map<String, String> environment(int port) {
        var settings = new HashMap<>(backends.environment());
        settings.put("JAVA_HOME", System.getProperty("java.home"));
        settings.put("GARNER_HEAP", "384m");
        settings.put("GARNER_JAVA_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        settings.put("GARNER_HTTP_ALLOW", "127.0.0.1");
        settings.put("GARNER_ADMIN_TOKEN", TOKEN);
        settings.put("GARNER_PORT", Integer.toString(port));
        var environment = new HashMap<>(SystemdUnit.environment(settings));
        environment.putAll(liveness());
        environment.put("GARNER_HTTP_SIZES_SPOOL", spool.toString());
        // What systemd gives to every service.
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        return environment;
    }

    /** How soon a death is noticed: within 3 s, or by the defaults with {@code -Dgarner.faults.detection=default}. */
    private static Map<String, String> liveness() {
        return "default".equals(System.getProperty("garner.faults.detection"))
                ? Map.of()
                : Map.of(
                        "GARNER_LIVENESS_HEARTBEAT", "1s",
                        "GARNER_LIVENESS_DEAD_AFTER", "3s",
                        "GARNER_LIVENESS_LEADER_DEAD_AFTER", "3s",
                        "GARNER_LIVENESS_RESEND_AFTER", "5s");
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the one installation to the tests that ask for it. */
    static final class Extension implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == Installation.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Installation.class, key -> start(), Installation.class);
        }
    }
}
