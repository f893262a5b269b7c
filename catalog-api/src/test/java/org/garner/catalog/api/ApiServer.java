package org.garner.catalog.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.garner.catalog.Dataset;
import org.garner.catalog.Group;
import org.garner.catalog.index.CkanConfigSet;
import org.garner.catalog.index.IndexFollower;
import org.garner.catalog.index.Lookups;
import org.garner.catalog.index.SearchIndex;
import org.garner.catalog.index.SolrConnection;
import org.garner.catalog.store.Catalogue;
import org.garner.catalog.store.HarvestedDataset;
import org.garner.catalog.store.HarvestedDataset.Source;
import org.garner.catalog.store.PackageIndex;
import org.garner.catalog.store.Publishers;
import org.garner.catalog.store.Stored;
import org.garner.embedded.EmbeddedSolr;
import org.garner.embedded.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API on a real web server over a real Postgres, and a client that sends exactly what it is told. */
final class ApiServer implements AutoCloseable {

    private static final Source SOURCE = new Source(UUID.randomUUID(), "coast", "Coast Watch");

    private final TestPostgres postgres = TestPostgres.create();
    private final TransactionTemplate transactions;
    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();
    final Catalogue catalogue;

    private static final SolrConnection SOLR = sharedSolr();
    private static final AtomicInteger SITES = new AtomicInteger();

    private final String site = "api-" + SITES.incrementAndGet();
    private final IndexFollower follower;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(CatalogueApiConfiguration.class)
    static class Application {
        @Bean
        Catalogue catalogue(JdbcClient jdbc) {
            return new Catalogue(jdbc);
        }

        @Bean
        ReadAction brokenAction() {
            return new BrokenAction();
        }
    }

    /** Fails after it has written {@code bytes}. */
    private static final class BrokenAction implements ReadAction {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public String help() {
            return "Breaks off.";
        }

        @Override
        public void answer(Parameters parameters, JsonGenerator result) {
            result.writeStartArray();
            for (int i = 0; i < parameters.count("bytes", 0) / 10; i++) {
                result.writeString("1234567");
            }
            throw new IllegalStateException("An action of the tests breaks off");
        }
    }

    record Reply(int status, String type, String text, HttpHeaders headers) {
        JsonNode json() {
            return JsonMapper.shared().readTree(text);
        }
    }

    ApiServer(String... properties) {
        this(SOLR, properties);
    }

    /** @param solr where searches go; the index is always fed to the real one */
    ApiServer(SolrConnection solr, String... properties) {
        var dataSource = postgres.dataSource();
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration/catalogue")
                .load()
                .migrate();
        transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        context = new SpringApplicationBuilder(Application.class)
                .initializers(fresh -> {
                    var beans = (GenericApplicationContext) fresh;
                    beans.registerBean(JdbcClient.class, () -> JdbcClient.create(dataSource));
                    beans.registerBean(SearchIndex.class, () -> new SearchIndex(solr, site));
                    beans.registerBean(Lookups.class, () -> new Lookups(solr, site));
                })
                .properties("server.port=0", "spring.main.banner-mode=off", "logging.level.root=warn")
                .properties(properties)
                .run();
        catalogue = context.getBean(Catalogue.class);
        var jdbc = context.getBean(JdbcClient.class);
        follower = new IndexFollower(new PackageIndex(jdbc), 1, SOLR, site, new SimpleMeterRegistry());
    }

    private static SolrConnection sharedSolr() {
        try {
            var target = Files.createDirectories(Path.of("target").toAbsolutePath());
            var solr = EmbeddedSolr.start(
                    Files.createTempDirectory(target, "solr-"), CkanConfigSet.CORE, CkanConfigSet::writeTo);
            Runtime.getRuntime().addShutdownHook(new Thread(solr::close));
            return SolrConnection.of(solr.client());
        } catch (IOException e) {
            throw new IllegalStateException("There is no folder for the test's Solr", e);
        }
    }

    JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    /** Makes all that was put or withdrawn searchable. */
    void index() {
        while (follower.runOnce() > 0) {
            // Until there is nothing left.
        }
    }

    /** Makes groups, as a harvest does. */
    void ensureGroups(Group... groups) {
        transactions.executeWithoutResult(status -> catalogue.groups().ensure(List.of(groups)));
    }

    Stored put(Dataset dataset) {
        return put(dataset, null);
    }

    /** @param publisher the name or title of its publisher, which is made when it does not exist */
    Stored put(Dataset dataset, @Nullable String publisher) {
        var owner = publisher == null
                ? null
                : context.getBean(Publishers.class).findOrCreate(publisher).name();
        return transactions
                .<List<Stored>>execute(status -> catalogue.put(List.of(new HarvestedDataset(
                        null, null, SOURCE, UUID.randomUUID().toString(), UUID.randomUUID(), owner, dataset))))
                .getFirst();
    }

    /** Changes the database behind the API's back. */
    void sql(String statement) {
        context.getBean(JdbcClient.class).sql(statement).update();
    }

    /** What the database counts. */
    long count(String condition) {
        return context.getBean(JdbcClient.class)
                .sql("select count(*) from package where " + condition)
                .query(Long.class)
                .single();
    }

    /** The result of an action that is asked for by GET. */
    JsonNode result(String actionAndQuery) {
        var reply = get("/api/3/action/" + actionAndQuery);
        assertThat(reply.status()).as("%s: %s", actionAndQuery, reply.text()).isEqualTo(200);
        return reply.json().get("result");
    }

    /** What became of an action that gave no result: the status, the type of the error, and what it says. */
    String failure(String actionAndQuery) {
        var reply = get("/api/3/action/" + actionAndQuery);
        return reply.status() + " " + reply.json().path("error");
    }

    void withdraw(Stored stored) {
        transactions.execute(status -> catalogue.withdraw(List.of(stored.id()), "gone"));
    }

    String address() {
        return "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    Reply get(String path) {
        return send(HttpRequest.newBuilder(URI.create(address() + path)));
    }

    Reply post(String path, String type, String body) {
        return send(HttpRequest.newBuilder(URI.create(address() + path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Reply send(HttpRequest.Builder request) {
        try {
            var reply = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(
                    reply.statusCode(),
                    reply.headers().firstValue("Content-Type").orElse(""),
                    reply.body(),
                    reply.headers());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("The server under test did not answer", e);
        }
    }

    @Override
    public void close() {
        context.close();
        client.close();
        postgres.close();
    }
}
