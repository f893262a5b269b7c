package org.garner;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.garner.client.ServerClient;
import org.garner.console.CommandException;
import org.garner.embedded.DataFolder;
import org.garner.standalone.AdminToken;
import org.garner.standalone.StandaloneServer;
import org.jspecify.annotations.Nullable;

/** The server of a data folder: the one that runs on it, or one that is started in this process. */
final class FolderServer implements AutoCloseable {
    /** The longest start that was seen, on a slow disk, is 40 s. */
    private static final Duration START = Duration.ofSeconds(90);

    private static final Duration INDEX = Duration.ofMinutes(2);

    private final @Nullable StandaloneServer own;
    private final ServerClient client;

    private FolderServer(@Nullable StandaloneServer own, ServerClient client) {
        this.own = own;
        this.client = client;
    }

    /**
     * Opens the folder's server.
     *
     * @param harvested the source that the operator typed: a server that is started here may ask it, even at a private address
     * @param people where a start is announced
     */
    static FolderServer open(Path folder, URI harvested, PrintWriter people) throws InterruptedException {
        var owner = DataFolder.owner(folder);
        if (owner.isPresent()) {
            return running(folder, owner.get(), people);
        }
        people.println(
                "Starting Postgres, Kafka, Solr and Garner in %s (usually 5 to 15 seconds) ...".formatted(folder));
        var own = StandaloneServer.start(
                new StandaloneServer.Settings(folder, "127.0.0.1", 0, Set.of(harvested.getHost())));
        return new FolderServer(own, new ServerClient(own.url(), own.token().value()));
    }

    /** Waits for the owner's server when it is just starting. */
    private static FolderServer running(Path folder, DataFolder.Owner first, PrintWriter people)
            throws InterruptedException {
        var owner = first;
        var until = System.nanoTime() + START.toNanos();
        while (owner.url() == null) {
            if (System.nanoTime() > until) {
                throw CommandException.failed(
                        "The data folder %s is in use by %s, and no server answered there for %d s. Stop that process, or choose another folder with --data."
                                .formatted(folder, owner.describe(), START.toSeconds()));
            }
            Thread.sleep(200);
            var now = DataFolder.owner(folder);
            if (now.isEmpty()) {
                throw CommandException.failed(
                        "The process that used the data folder %s ended. Run the command again.".formatted(folder));
            }
            owner = now.get();
        }
        people.printf("The server of %s runs (%s): the job is submitted there.%n", folder, owner.describe());
        return new FolderServer(null, new ServerClient(owner.url(), AdminToken.held(folder)));
    }

    /** A server of this process ends with the command, so it first brings its index up to date; what is left over is done by the next start. */
    void awaitIndexed(PrintWriter people) throws InterruptedException {
        if (own != null && !own.awaitIndexed(INDEX)) {
            people.println("The search index is not up to date yet; the next server on this folder goes on with it.");
        }
    }

    ServerClient client() {
        return client;
    }

    /** The server in this process; null when another process runs it. */
    @Nullable
    StandaloneServer own() {
        return own;
    }

    @Override
    public void close() {
        client.close();
        if (own != null) {
            own.close();
        }
    }
}
