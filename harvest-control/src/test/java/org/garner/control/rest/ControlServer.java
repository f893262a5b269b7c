package org.garner.control.rest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.garner.control.Control;
import org.garner.embedded.TestPostgres;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.JobTicket;
import org.garner.harvest.Outcome;
import org.garner.harvest.Stage;
import org.garner.harvest.TimeOrderedIds;
import org.garner.harvest.order.Order;
import org.garner.harvesters.HarvesterScan;
import org.garner.ledger.ControlLease;
import org.garner.ledger.Documents;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestLog;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.Holds;
import org.garner.ledger.JobLog;
import org.garner.ledger.JobLogSettings;
import org.garner.ledger.JobProgress;
import org.garner.ledger.Jobs;
import org.garner.ledger.LivenessSettings;
import org.garner.ledger.NamedRecords;
import org.garner.ledger.Operations;
import org.garner.ledger.Orders;
import org.garner.ledger.Plans;
import org.garner.ledger.RequestKeys;
import org.garner.ledger.Sources;
import org.garner.ledger.Stories;
import org.garner.ledger.WorkQueue;
import org.garner.ledger.Workers;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The endpoint on a real web server over a real Postgres; nobody works on its jobs but the test, which does to the ledger what workers do. Every answer
 * is held against the description of the endpoint.
 */
final class ControlServer implements AutoCloseable {
    static final String TOKEN = "a-token-of-this-test";
    static final String WORKER = "worker-1";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final TestPostgres postgres = TestPostgres.create();
    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();
    final Contract contract;
    final AtomicInteger wakes;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({RestConfiguration.class, HarvesterScan.class, UnsearchedCatalogue.class, Tables.class})
    static class Application {
        @Bean
        AtomicInteger wakes() {
            return new AtomicInteger();
        }

        @Bean
        Wake wake(AtomicInteger wakes) {
            return wakes::incrementAndGet;
        }
    }

    /** Those of the ledger's tables that the endpoint reads and writes. */
    @Configuration(proxyBeanMethods = false)
    @Import({
        Sources.class,
        Jobs.class,
        JobProgress.class,
        HarvestObjects.class,
        HarvestRecords.class,
        HarvestErrors.class,
        HarvestLog.class,
        Holds.class,
        Documents.class,
        NamedRecords.class,
        Orders.class,
        Plans.class,
        Stories.class,
        RequestKeys.class,
        Workers.class,
        Operations.class,
        WorkQueue.class
    })
    @EnableConfigurationProperties(LivenessSettings.class)
    static class Tables {
        @Bean
        JobLog log(HarvestLog table) {
            return new JobLog(table, new JobLogSettings(HarvestLog.Level.DEBUG, 1000), "test");
        }

        @Bean
        ControlLease lease(JdbcClient jdbc) {
            return new ControlLease(jdbc, "this-control");
        }
    }

    record Reply(int status, String type, String text, HttpHeaders headers) {
        JsonNode json() {
            return JsonMapper.shared().readTree(text);
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    ControlServer(String... properties) {
        context = new SpringApplicationBuilder(Application.class)
                .properties(Control.settings())
                .properties(
                        "server.port=0",
                        "logging.level.root=warn",
                        "GARNER_ADMIN_TOKEN=" + TOKEN,
                        "spring.datasource.url=" + postgres.jdbcUrl(),
                        "spring.datasource.username=" + postgres.user(),
                        "spring.datasource.password=" + postgres.password(),
                        "spring.datasource.hikari.maximum-pool-size=4")
                .properties(properties)
                .run();
        wakes = context.getBean(AtomicInteger.class);
        contract = new Contract(JsonMapper.shared()
                .readTree(
                        send(HttpRequest.newBuilder(at("/api/v1/openapi.json"))).text()));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> List<T> beans(Class<T> type) {
        return context.getBeanProvider(type).stream().toList();
    }

    /** Which controller serves what. */
    RequestMappingHandlerMapping mappings() {
        return context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
    }

    URI at(String path) {
        return URI.create(
                "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port") + path);
    }

    Reply get(String path, String... headers) {
        return checked("GET", path, null, headers);
    }

    Reply delete(String path) {
        return checked("DELETE", path, null);
    }

    Reply post(String path, String body, String... headers) {
        return checked("POST", path, body, headers);
    }

    Reply patch(String path, String body, String... headers) {
        return checked("PATCH", path, body, headers);
    }

    private Reply checked(
            String method, String path, @org.jspecify.annotations.Nullable String body, String... headers) {
        var request = authorized(path)
                .method(
                        method,
                        body == null || body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null && !body.isEmpty()) {
            request.setHeader("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        var reply = send(request);
        contract.check(method, path, reply.status(), reply.type(), reply.text());
        return reply;
    }

    HttpRequest.Builder authorized(String path) {
        return HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + TOKEN);
    }

    /** Sends a request as it is, without looking at the description. */
    Reply send(HttpRequest.Builder request) {
        try {
            var reply =
                    client.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(
                    reply.statusCode(),
                    reply.headers().firstValue("Content-Type").orElse(""),
                    reply.body(),
                    reply.headers());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("The server under test did not answer", e);
        }
    }

    HttpClient client() {
        return client;
    }

    /** Makes a source of a name and an address that no other has; returns its name. */
    String source() {
        var name = "source-" + COUNT.incrementAndGet();
        var reply = post(
                "/api/v1/sources",
                "{\"url\":\"https://%s.example/csw\",\"type\":\"csw\",\"name\":\"%s\"}".formatted(name, name));
        if (reply.status() != 201) {
            throw new AssertionError("No source: " + reply);
        }
        return name;
    }

    /** Starts a job of a source by the endpoint, and lets it run. */
    RunningJob running(String source) {
        var job = UUID.fromString(post("/api/v1/sources/" + source + "/jobs", "")
                .json()
                .path("id")
                .asString());
        bean(Jobs.class).start(job);
        return new RunningJob(
                new JobTicket(job, 1), bean(Sources.class).find(source).orElseThrow());
    }

    /** What workers do to a job, without workers. */
    final class RunningJob {
        private final JobTicket ticket;
        private final Sources.Stored source;
        private final List<HarvestObjects.Listed> listed = new ArrayList<>();

        private RunningJob(JobTicket ticket, Sources.Stored source) {
            this.ticket = ticket;
            this.source = source;
        }

        UUID id() {
            return ticket.job();
        }

        UUID object(String guid) {
            return listed.stream()
                    .filter(each -> each.guid().equals(guid))
                    .findFirst()
                    .orElseThrow()
                    .id();
        }

        RunningJob lists(String... guids) {
            for (var guid : guids) {
                listed.add(new HarvestObjects.Listed(
                        TimeOrderedIds.next(), guid, "source.example", guid, "2026-01-01", null, null, false));
            }
            bean(HarvestObjects.class).addListed(ticket, source.id(), listed);
            bean(JdbcClient.class)
                    .sql("update harvest_job_progress set listed = :n where job_id = :job")
                    .param("n", listed.size())
                    .param("job", ticket.job())
                    .update();
            return this;
        }

        /** Fetches and imports a document for a record; returns its dataset. */
        UUID imports(String guid, String document) {
            var bytes = document.getBytes(StandardCharsets.UTF_8);
            var packed = Documents.Packed.of(bytes);
            bean(Documents.class).put(List.of(packed));
            var fetch = order(Stage.FETCH, guid);
            bean(HarvestObjects.class)
                    .arrived(fetch, List.of(new HarvestObjects.Arrived(object(guid), packed.hash(), null)));
            bean(Orders.class).end(fetch, WORKER, Orders.Tally.NONE);
            var dataset = UUID.randomUUID();
            var order = order(Stage.IMPORT, guid);
            bean(HarvestObjects.class)
                    .end(order, List.of(new HarvestObjects.Ended(object(guid), Outcome.ADDED, dataset)), WORKER);
            bean(HarvestRecords.class)
                    .keep(
                            source.id(),
                            List.of(new HarvestRecords.Held(
                                    guid,
                                    dataset,
                                    packed.hash(),
                                    "content",
                                    1,
                                    7,
                                    "2026-01-01",
                                    "\"e\"",
                                    guid,
                                    null,
                                    false)));
            bean(Orders.class).end(order, WORKER, new Orders.Tally(1, 0, 0, 0));
            return dataset;
        }

        /** A fetch worker holds a record, and does nothing with it. */
        void isFetching(String guid) {
            order(Stage.FETCH, guid);
        }

        void fails(String guid, String message) {
            var order = order(Stage.IMPORT, guid);
            bean(HarvestErrors.class)
                    .addObject(
                            ticket,
                            List.of(new HarvestErrors.ObjectFailure(
                                    object(guid), "Import", new HarvestFailure.Malformed(null, message, 12, 3))));
            bean(HarvestObjects.class)
                    .end(order, List.of(new HarvestObjects.Ended(object(guid), Outcome.ERRORED, null)), WORKER);
            bean(Orders.class).end(order, WORKER, new Orders.Tally(0, 0, 0, 1));
        }

        private Order order(Stage stage, String guid) {
            var order = new Order(
                    TimeOrderedIds.next(), ticket, stage, source.id(), "source.example", List.of(object(guid)), 1);
            bean(Orders.class).add(List.of(order));
            bean(Orders.class).sent(List.of(order.id()), Duration.ZERO);
            return bean(Orders.class).accept(List.of(order.id()), WORKER).getFirst();
        }

        /** Leaves an import order of a record in the hands of the worker. */
        RunningJob holds(String guid) {
            order(Stage.IMPORT, guid);
            return this;
        }

        /** Sweeps as held: all that the catalogue shows and the job did not list would go. */
        RunningJob holds(String rule, String reason) {
            var missing = bean(HarvestRecords.class).absent(source.id(), id()).missing();
            bean(Holds.class)
                    .hold(ticket, source.id(), rule, reason, new Holds.Figures(listed.size(), 10, 10, missing, 0));
            bean(JobProgress.class).held(id(), missing);
            return this;
        }

        /** Ends a listing that named all that there is. */
        RunningJob completely() {
            bean(JdbcClient.class)
                    .sql("update harvest_job_progress set completeness = 'complete' where job_id = :job")
                    .param("job", id())
                    .update();
            return this;
        }

        void ends(String outcome) {
            var counts = bean(HarvestObjects.class).counts(ticket.job());
            bean(JobProgress.class).settle(ticket.job(), counts);
            bean(Jobs.class).finish(ticket, outcome, null);
        }
    }

    @Override
    public void close() {
        context.close();
        client.close();
        postgres.close();
    }
}
