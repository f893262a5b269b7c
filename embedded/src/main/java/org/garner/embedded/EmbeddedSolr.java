package org.garner.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.solr.client.solrj.SolrClient;
import org.apache.solr.client.solrj.embedded.EmbeddedSolrServer;
import org.apache.solr.common.SolrException;
import org.apache.solr.core.CoreContainer;
import org.apache.solr.core.NodeConfig;

/**
 * A Solr with one core inside this process, reached without a network. The index outlives the process; the configuration is written anew with
 * each start, so that it is always that of the running version.
 */
public final class EmbeddedSolr implements AutoCloseable {
    private final CoreContainer container;
    private final SolrClient client;

    private EmbeddedSolr(CoreContainer container, SolrClient client) {
        this.container = container;
        this.client = client;
    }

    /**
     * Starts on this folder; returns when the core answers.
     *
     * @param core the core's name
     * @param config writes the files of the core's configuration (solrconfig.xml, schema.xml …) into the folder that it is given
     */
    public static EmbeddedSolr start(Path folder, String core, Consumer<Path> config) {
        // Read when Solr's classes load. Without the newer API there is no Jersey to start: half a second, and one door
        // less.
        System.setProperty("disable.v2.api", "true");
        System.setProperty("disable.configEdit", "true");
        var home = folder.toAbsolutePath().normalize();
        CoreContainer container = null;
        try {
            var sets = home.resolve("configsets");
            Folders.delete(sets);
            config.accept(Files.createDirectories(sets.resolve(core).resolve("conf")));
            var node = new NodeConfig.NodeConfigBuilder("embedded", home)
                    .setConfigSetBaseDirectory(sets.toString())
                    .setCoreRootDirectory(
                            Files.createDirectories(home.resolve("cores")).toString())
                    .build();
            container = new CoreContainer(node);
            container.load();
            if (!container.getAllCoreNames().contains(core)) {
                requireLoaded(container, core);
                container.create(core, home.resolve("cores").resolve(core), Map.of("configSet", core), false);
            }
            return new EmbeddedSolr(container, new EmbeddedSolrServer(container, core));
        } catch (IOException | SolrException e) {
            if (container != null) {
                container.shutdown();
            }
            throw new EmbeddedStartException(
                    "Solr could not be started in %s with the core '%s': %s".formatted(home, core, reason(e)), e);
        }
    }

    /** A core that is there but does not open must not be created over. */
    private static void requireLoaded(CoreContainer container, String core) {
        var failure = container.getCoreInitFailures().get(core);
        if (failure != null) {
            throw new EmbeddedStartException(
                    "Solr's core '%s' does not open: %s. The index can always be rebuilt: stop Garner, move the folder %s away and start again."
                            .formatted(core, reason(failure.exception), container.getCoreRootDirectory()),
                    failure.exception);
        }
    }

    private static String reason(Throwable e) {
        return e.getCause() == null ? e.toString() : e + ": " + reason(e.getCause());
    }

    /** A client whose default collection is the core. */
    public SolrClient client() {
        return client;
    }

    /** Commits and closes the core. */
    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new IllegalStateException("The embedded Solr could not be closed", e);
        } finally {
            container.shutdown();
        }
    }
}
