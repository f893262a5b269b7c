package org.garner.standalone;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.garner.catalog.index.CkanConfigSet;
import org.garner.catalog.index.IndexFollower;
import org.garner.catalog.index.SolrConnection;
import org.garner.control.Control;
import org.garner.embedded.DataFolder;
import org.garner.embedded.EmbeddedStack;
import org.garner.embedded.EmbeddedStartException;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** A whole Garner in this process: Postgres, Kafka and Solr on one data folder, and all rooms over them. */
public final class StandaloneServer implements AutoCloseable {
    static {
        // Read when the JDK's HTTP client is first used, by whomever: the polite client pins checked addresses with the
        // Host header.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final DataFolder folder;
    private final EmbeddedStack stack;
    private final ConfigurableApplicationContext context;
    private final AdminToken token;
    private final URI url;
    private final AtomicBoolean closed = new AtomicBoolean();

    private StandaloneServer(
            DataFolder folder, EmbeddedStack stack, ConfigurableApplicationContext context, AdminToken token, URI url) {
        this.folder = folder;
        this.stack = stack;
        this.context = context;
        this.token = token;
        this.url = url;
    }

    /**
     * Where and for whom the server answers.
     *
     * @param data the folder that keeps everything; has one owner at a time
     * @param host the address to listen on
     * @param port the port to listen on, 0 for any free one
     * @param allowedHosts hosts that may be harvested although their address is not public
     */
    public record Settings(Path data, String host, int port, Set<String> allowedHosts) {
        public Settings {
            allowedHosts = Set.copyOf(allowedHosts);
        }
    }

    /**
     * Starts everything; returns when the server answers.
     *
     * @throws CannotStartException when the port is taken or a part does not start
     * @throws DataFolder.OccupiedException when another process has the folder
     */
    public static StandaloneServer start(Settings settings) {
        var folder = DataFolder.claim(settings.data());
        logInto(folder.path().resolve("logs"));
        EmbeddedStack stack = null;
        try {
            Port.require(settings.host(), settings.port());
            var token = AdminToken.of(folder.path());
            stack = EmbeddedStack.start(folder, CkanConfigSet.CORE, CkanConfigSet::writeTo);
            var context = run(settings, stack, token);
            var port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            var url = URI.create("http://%s:%d".formatted(reachable(settings.host()), port));
            folder.announce(url);
            return new StandaloneServer(folder, stack, context, token, url);
        } catch (RuntimeException e) {
            if (stack != null) {
                stack.close();
            }
            folder.close();
            throw e instanceof EmbeddedStartException ? new CannotStartException(String.valueOf(e.getMessage()), e) : e;
        }
    }

    /** The log belongs to the data folder, the terminal to progress and results. Called before the first logger is made. */
    private static void logInto(Path logs) {
        System.setProperty("garner.log.folder", logs.toString());
        // Boot would set logging up once more, while Postgres, Kafka and Solr are logging already.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        // One thread sets logging up; three at once would each get a stand-in and a warning about it.
        LoggerFactory.getLogger(StandaloneServer.class).info("The log begins in {}", logs);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /** Waits until everything that is in the catalogue can be searched; false when that took longer. */
    public boolean awaitIndexed(Duration patience) throws InterruptedException {
        var follower = context.getBean(IndexFollower.class);
        var until = System.nanoTime() + patience.toNanos();
        while (follower.pending() > 0) {
            if (System.nanoTime() > until) {
                return false;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        return true;
    }

    private static ConfigurableApplicationContext run(Settings settings, EmbeddedStack stack, AdminToken token) {
        var postgres = stack.postgres();
        Map<String, Object> own = new HashMap<>();
        own.put("spring.application.name", "garner");
        own.put("server.address", settings.host());
        own.put("server.port", settings.port());
        own.put("spring.datasource.url", postgres.jdbcUrl());
        own.put("spring.datasource.username", postgres.user());
        own.put("spring.datasource.password", postgres.password());
        own.put("spring.kafka.bootstrap-servers", stack.kafka().bootstrapServers());
        own.put("GARNER_ADMIN_TOKEN", token.value());
        own.put("garner.http.allow", String.join(",", settings.allowedHosts()));
        own.put("garner.data", settings.data().toString());
        return new SpringApplicationBuilder(StandaloneApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                // Closed here, in order: the rooms first, then what they work on.
                .registerShutdownHook(false)
                .properties(Control.settings())
                .initializers(starting -> {
                    // First, so that settings meant for rooms over external servers cannot lead these rooms to them.
                    starting.getEnvironment().getPropertySources().addFirst(new MapPropertySource("standalone", own));
                    starting.getBeanFactory()
                            .registerSingleton(
                                    "solrConnection",
                                    SolrConnection.of(stack.solr().client()));
                })
                .run();
    }

    /** An address to write into links for a server that listens everywhere. */
    private static String reachable(String host) {
        return host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
    }

    public URI url() {
        return url;
    }

    public AdminToken token() {
        return token;
    }

    /** The Postgres, Kafka and Solr under the rooms; stopped by {@link #close()}. */
    public EmbeddedStack stack() {
        return stack;
    }

    /** Stops the rooms, then Solr, Kafka and Postgres, and gives the folder back; a second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        folder.announce(null);
        try {
            context.close();
        } finally {
            try {
                stack.close();
            } finally {
                folder.close();
            }
        }
    }
}
