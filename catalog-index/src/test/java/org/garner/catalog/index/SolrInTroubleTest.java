package org.garner.catalog.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.garner.catalog.Dataset;
import org.garner.embedded.TestHttpSolr;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Solr behind something that answers in its place for a while: nothing counts as refused, and all is searchable when it is over. */
@Tag("faults")
class SolrInTroubleTest {
    private static final int DATASETS = 20;

    @TempDir
    private Path folder;

    @Test
    void whatIsPendingWaitsAndIsSearchableAfterwards() throws IOException {
        var started = TestHttpSolr.start(folder, CkanConfigSet.CORE, CkanConfigSet::writeTo);
        assumeTrue(started.isPresent(), "the module http-solr has not been built: no Solr server to talk to");
        try (var solr = started.get();
                var proxy = new Proxy(solr.url())) {
            for (var trouble : List.of(400, 401, 403, 404, 429, 500, 502, 503, 504)) {
                waitsAndFollows(proxy, trouble);
            }
        }
    }

    private static void waitsAndFollows(Proxy proxy, int trouble) {
        var settings = new SolrSettings(proxy.url(), CkanConfigSet.CORE, null, null);
        try (var db = new IndexedCatalogue();
                var connection = SolrConnection.remote(settings)) {
            var follower = new IndexFollower(db.source, 1, connection, db.site, new SimpleMeterRegistry());
            var search = new SearchIndex(connection, db.site);
            IntStream.range(0, DATASETS)
                    .forEach(i ->
                            db.put("record-" + i, Dataset.titled("Tides " + i).build()));

            proxy.status = trouble;
            for (int round = 0; round < 3; round++) {
                assertThatThrownBy(follower::runOnce)
                        .isInstanceOf(IndexUnavailableException.class)
                        .hasMessageContaining("what is pending is indexed when it answers again");
            }
            assertThat(search.search(SearchQuery.all())).isInstanceOf(SearchReply.Unavailable.class);
            var drift = db.source.drift(1);
            assertThat(drift.pending()).isEqualTo(DATASETS);
            assertThat(drift.refused()).isZero();

            proxy.status = 0;
            assertThat(follower.runOnce()).isEqualTo(DATASETS);
            assertThat(search.search(SearchQuery.of("tides")))
                    .isInstanceOfSatisfying(
                            SearchReply.Found.class,
                            found -> assertThat(found.count()).isEqualTo(DATASETS));
            assertThat(db.source.drift(1).pending()).isZero();
        } finally {
            proxy.status = 0;
        }
    }

    /** Stands before Solr, and answers in its place when it is told to. */
    private static final class Proxy implements AutoCloseable {
        private final HttpClient http = HttpClient.newHttpClient();
        private final URI solr;
        private final HttpServer server;
        /** What is answered in place of Solr; 0 for what Solr answers. */
        private volatile int status;

        Proxy(URI solr) throws IOException {
            this.solr = solr;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::answer);
            server.start();
        }

        URI url() {
            return URI.create(
                    "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), solr.getPath()));
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                var body = exchange.getRequestBody().readAllBytes();
                if (status != 0) {
                    var page = "<html><head><title>Trouble</title></head></html>".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/html");
                    exchange.sendResponseHeaders(status, page.length);
                    exchange.getResponseBody().write(page);
                    return;
                }
                var solrs = solr.resolve(exchange.getRequestURI());
                var request = HttpRequest.newBuilder(solrs)
                        .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
                var type = exchange.getRequestHeaders().getFirst("Content-Type");
                if (type != null) {
                    request.header("Content-Type", type);
                }
                var reply = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
                reply.headers()
                        .firstValue("Content-Type")
                        .ifPresent(value -> exchange.getResponseHeaders().set("Content-Type", value));
                exchange.sendResponseHeaders(reply.statusCode(), reply.body().length == 0 ? -1 : reply.body().length);
                if (reply.body().length > 0) {
                    exchange.getResponseBody().write(reply.body());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            server.stop(0);
            http.shutdownNow();
        }
    }
}
