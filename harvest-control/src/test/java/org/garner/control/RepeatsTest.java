package org.garner.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.garner.embedded.TestPostgres;
import org.garner.harvest.HarvestSource;
import org.garner.harvest.HarvesterType;
import org.garner.harvest.JobTicket;
import org.garner.harvest.Outcome;
import org.garner.harvest.SourceConfig;
import org.garner.harvest.Stage;
import org.garner.harvest.TimeOrderedIds;
import org.garner.harvest.order.Order;
import org.garner.ledger.ControlLease;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestLog;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestObjects.Ended;
import org.garner.ledger.JobLog;
import org.garner.ledger.JobLogSettings;
import org.garner.ledger.JobProgress;
import org.garner.ledger.Jobs;
import org.garner.ledger.LivenessSettings;
import org.garner.ledger.OrderLeases;
import org.garner.ledger.Orders;
import org.garner.ledger.Orders.Tally;
import org.garner.ledger.Sources;
import org.garner.ledger.Work;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Orders that break, over a real Postgres; the test is the workers, and the messages arrive at once. */
class RepeatsTest {
    private static final LivenessSettings LIVENESS = new LivenessSettings(
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            Duration.ofSeconds(60),
            3,
            Duration.ofSeconds(1));

    private final TestPostgres postgres = TestPostgres.create();
    private final javax.sql.DataSource dataSource = postgres.dataSource();
    private final JdbcClient jdbc = JdbcClient.create(dataSource);
    private final Orders orders = new Orders(jdbc);
    private final OrderLeases leases = new OrderLeases(jdbc);
    private final HarvestObjects objects = new HarvestObjects(jdbc);
    private final JobProgress progress = new JobProgress(jdbc);
    private final JobLog log =
            new JobLog(new HarvestLog(jdbc), new JobLogSettings(HarvestLog.Level.INFO, 1000), "test");
    private final HarvestErrors errors = new HarvestErrors(jdbc, log);
    private final Jobs jobs = new Jobs(jdbc);
    private final ControlLease lease = new ControlLease(jdbc, "this-control");
    private final List<Order> sent = new ArrayList<>();
    private final Repeats repeats = new Repeats(
            new Repeats.Tables(orders, leases, objects, progress, errors, jobs, new Work(jdbc), log, lease),
            this::send,
            LIVENESS,
            new TransactionTemplate(new JdbcTransactionManager(dataSource)),
            new SimpleMeterRegistry());
    private HarvestSource source;
    private JobTicket ticket;

    @BeforeEach
    void aRunningJob() {
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration/ledger")
                .load()
                .migrate();
        lease.take();
        source = new Sources(jdbc)
                .add(
                        "coast",
                        URI.create("https://coast.example/csw"),
                        "Coast",
                        new HarvesterType("csw"),
                        SourceConfig.NONE,
                        null)
                .orElseThrow();
        ticket = new JobTicket(jobs.add(source.id(), "incremental", "test").orElseThrow(), 1);
        jobs.start(ticket.job());
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    @Test
    void aMessageThatIsLostIsSentAgainForAsLongAsItTakesAndNeverCounts() {
        var order = order(Stage.IMPORT, listed(3));
        for (int outage = 0; outage < 10; outage++) {
            jdbc.sql("update harvest_order set sent = now() - interval '1 day'").update();
            sent.clear();
            assertThat(repeats.sendDue()).isEqualTo(1);
            assertThat(repeats.look(1)).isZero();
            assertThat(sent).containsExactly(order);
        }
        assertThat(orders.accept(List.of(order.id()), "worker-1"))
                .extracting(Order::attempt)
                .containsExactly(1);
    }

    @Test
    void aWorkerThatDiesCostsOneAttempt() {
        var order = order(Stage.IMPORT, listed(3));
        orders.accept(List.of(order.id()), "dead");
        sent.clear();

        assertThat(repeats.look(1)).isEqualTo(1);

        assertThat(sent).singleElement().satisfies(again -> {
            assertThat(again.attempt()).isEqualTo(2);
            assertThat(again.objects()).isEqualTo(order.objects());
        });
        assertThat(objects.anyOpen(ticket.job())).isTrue();
    }

    @Test
    void aListingThatHasTurnedAPageIsNotWornOutByDeaths() {
        var order = order(Stage.GATHER, List.of());
        progress.gatheredBy(ticket.job(), order.id());
        for (int death = 0; death < 5; death++) {
            var newest = sent.getLast();
            orders.accept(List.of(newest.id()), "dead");
            jdbc.sql("update harvest_job_progress set pages = pages + 1").update();
            repeats.look(1);
            assertThat(sent.getLast().attempt()).isEqualTo(1);
        }
    }

    @Test
    void theRecordThatKillsItsWorkersIsFoundAndParkedAndAllOthersGoOn() {
        var ids = listed(151);
        var culprit = ids.get(30);
        order(Stage.IMPORT, ids.subList(0, 50));
        order(Stage.IMPORT, ids.subList(50, 100));
        order(Stage.IMPORT, ids.subList(100, 150));
        order(Stage.IMPORT, ids.subList(150, 151));

        var deaths = 0;
        for (; objects.anyOpen(ticket.job()); deaths++) {
            assertThat(deaths).as("deaths").isLessThan(12);
            aWorkerLivesUntilItMeets(culprit, "worker-" + deaths);
            repeats.look(1);
        }

        assertThat(objects.counts(ticket.job())).isEqualTo(Map.of(Outcome.UNCHANGED, 150L, Outcome.ERRORED, 1L));
        // Three attempts of fifty, then 25, 12 or 13, 6 or 7, 3, 1 or 2 and at last the record alone.
        assertThat(deaths).isBetween(8, 10);
        assertThat(jdbc.sql("select harvest_object_id, kind, message from harvest_object_error")
                        .query()
                        .listOfRows())
                .singleElement()
                .satisfies(error -> {
                    assertThat(error)
                            .containsEntry("harvest_object_id", culprit)
                            .containsEntry("kind", "storage");
                    assertThat((String) error.get("message"))
                            .contains("Given up after 3 attempts", "stood alone", "worker-", "died with it");
                });
    }

    @Test
    void aFailureThatTheWorkerSurvivesIsKeptAsTheCause() {
        var only = listed(1);
        order(Stage.FETCH, only);
        for (int attempt = 1; attempt <= 3; attempt++) {
            var order = sent.getLast();
            assertThat(order.attempt()).isEqualTo(attempt);
            orders.accept(List.of(order.id()), "alive");
            leases.fail(order, "alive", "java.lang.StackOverflowError: too deep");
            repeats.look(1);
        }
        assertThat(objects.counts(ticket.job())).isEqualTo(Map.of(Outcome.ERRORED, 1L));
        assertThat(jdbc.sql("select message from harvest_object_error")
                        .query(String.class)
                        .single())
                .contains("too deep");
    }

    /** Accepts all that is there and works on it; orders on their last attempt begin one by one, as they do in a real worker. */
    private void aWorkerLivesUntilItMeets(UUID culprit, String worker) {
        var accepted =
                new ArrayList<>(orders.accept(sent.stream().map(Order::id).toList(), worker));
        // The worst order of things: the culprit among the first.
        accepted.sort((one, other) ->
                Boolean.compare(other.objects().contains(culprit), one.objects().contains(culprit)));
        for (var order : accepted) {
            if (order.attempt() >= LIVENESS.attempts()) {
                leases.begin(order, worker);
            }
            if (order.objects().contains(culprit)) {
                return;
            }
            objects.end(
                    order,
                    order.objects().stream()
                            .map(id -> new Ended(id, Outcome.UNCHANGED, null))
                            .toList(),
                    worker);
            orders.end(order, worker, Tally.NONE);
        }
    }

    private List<UUID> listed(int count) {
        var listed = IntStream.range(0, count)
                .mapToObj(i -> new HarvestObjects.Listed(
                        TimeOrderedIds.next(), "record-" + i, source.host(), null, null, null, null, false))
                .toList();
        objects.addListed(ticket, source.id(), listed);
        return listed.stream().map(HarvestObjects.Listed::id).toList();
    }

    private Order order(Stage stage, List<UUID> ids) {
        var order = new Order(TimeOrderedIds.next(), ticket, stage, source.id(), source.host(), ids, 1);
        orders.add(List.of(order));
        send(List.of(order));
        return order;
    }

    private void send(List<Order> messages) {
        sent.addAll(messages);
        orders.sent(messages.stream().map(Order::id).toList(), Duration.ZERO);
    }
}
