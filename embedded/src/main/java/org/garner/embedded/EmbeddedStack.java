package org.garner.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Postgres, Kafka and Solr together, on one data folder. */
public final class EmbeddedStack implements AutoCloseable {
    private final EmbeddedPostgres postgres;
    private final EmbeddedKafka kafka;
    private final EmbeddedSolr solr;

    private EmbeddedStack(EmbeddedPostgres postgres, EmbeddedKafka kafka, EmbeddedSolr solr) {
        this.postgres = postgres;
        this.kafka = kafka;
        this.solr = solr;
    }

    /**
     * Starts all three in parallel; returns when all answer. If one does not start, the others are stopped again.
     *
     * @param core the name of Solr's core
     * @param solrConfig writes the configuration of that core into the folder that it is given
     */
    public static EmbeddedStack start(DataFolder folder, String core, Consumer<Path> solrConfig) {
        var path = folder.path();
        try (var starters = Executors.newFixedThreadPool(3)) {
            var postgres = starters.submit(() -> EmbeddedPostgres.start(path.resolve("postgres")));
            var kafka = starters.submit(() -> EmbeddedKafka.start(path.resolve("kafka")));
            var solr = starters.submit(() -> EmbeddedSolr.start(path.resolve("solr"), core, solrConfig));
            try {
                return new EmbeddedStack(started(postgres), started(kafka), started(solr));
            } catch (RuntimeException e) {
                stop(List.of(solr, kafka, postgres), e);
                throw e;
            }
        }
    }

    private static <T> T started(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedStartException("Interrupted while Postgres, Kafka and Solr started", e);
        }
    }

    private static void stop(List<? extends Future<? extends AutoCloseable>> servers, RuntimeException why) {
        for (var server : servers) {
            try {
                server.get().close();
            } catch (ExecutionException e) {
                // This one did not start: nothing to stop.
            } catch (Exception e) {
                why.addSuppressed(e);
            }
        }
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public EmbeddedSolr solr() {
        return solr;
    }

    /** Stops all three, Postgres last: it is the truth that the others follow. */
    @Override
    public void close() {
        var failures = new ArrayList<RuntimeException>();
        for (var server : List.<Runnable>of(solr::close, kafka::close, postgres::close)) {
            try {
                server.run();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            failures.subList(1, failures.size()).forEach(failures.getFirst()::addSuppressed);
            throw failures.getFirst();
        }
    }
}
