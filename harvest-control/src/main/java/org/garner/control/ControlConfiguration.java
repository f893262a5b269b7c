package org.garner.control;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.garner.catalog.api.CatalogueApiConfiguration;
import org.garner.catalog.index.IndexFollower;
import org.garner.catalog.index.Lookups;
import org.garner.catalog.index.SearchIndex;
import org.garner.catalog.index.SolrConnection;
import org.garner.catalog.index.SolrSettings;
import org.garner.catalog.store.Catalogue;
import org.garner.catalog.store.PackageIndex;
import org.garner.control.actions.HarvestActionsConfiguration;
import org.garner.control.rest.Part;
import org.garner.control.rest.RestConfiguration;
import org.garner.control.rest.Wake;
import org.garner.harvest.http.PoliteClient;
import org.garner.harvest.order.Inboxes;
import org.garner.harvest.order.OrderConfiguration;
import org.garner.harvest.order.OrderSender;
import org.garner.harvest.order.TopicSetup;
import org.garner.harvesters.HarvesterScan;
import org.garner.harvesters.Harvesters;
import org.garner.ledger.ControlLease;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.Holds;
import org.garner.ledger.JobHistory;
import org.garner.ledger.JobLog;
import org.garner.ledger.JobProgress;
import org.garner.ledger.JobStandings;
import org.garner.ledger.Jobs;
import org.garner.ledger.LedgerConfiguration;
import org.garner.ledger.LivenessSettings;
import org.garner.ledger.OrderLeases;
import org.garner.ledger.Orders;
import org.garner.ledger.Overview;
import org.garner.ledger.Plans;
import org.garner.ledger.SourceClientConfiguration;
import org.garner.ledger.Sources;
import org.garner.ledger.Stories;
import org.garner.ledger.Work;
import org.garner.ledger.Workers;
import org.springframework.batch.core.configuration.JobRegistry;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.batch.autoconfigure.BatchTaskExecutor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Control, for its own process and for the standalone server. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitSettings.class)
@Import({
    OrderConfiguration.class,
    LedgerConfiguration.class,
    SourceClientConfiguration.class,
    HarvesterScan.class,
    CatalogueApiConfiguration.class,
    HarvestActionsConfiguration.class,
    SchedulerConfiguration.class,
    RestConfiguration.class,
    BackgroundConfiguration.class
})
public class ControlConfiguration {
    private static final int GENERATION = 1;

    @Bean
    BatchTables batchTables() {
        return new BatchTables();
    }

    /** Each job's steps wait on a thread of their own; waiting virtual threads cost nothing. */
    @Bean
    @BatchTaskExecutor
    TaskExecutor batchExecutor() {
        var executor = new SimpleAsyncTaskExecutor("batch-");
        executor.setVirtualThreads(true);
        executor.setTaskDecorator(HarvestBatch::tellingItsEnd);
        return executor;
    }

    @Bean
    @ConditionalOnMissingBean
    Catalogue catalogue(JdbcClient jdbc) {
        return new Catalogue(jdbc);
    }

    @Bean
    @ConditionalOnMissingBean
    SolrConnection solrConnection(
            @Value("${GARNER_SOLR_URL:http://localhost:8983/solr}") URI url,
            @Value("${GARNER_SOLR_COLLECTION:ckan}") String collection,
            @Value("${GARNER_SOLR_USER:#{null}}") @org.jspecify.annotations.Nullable String user,
            @Value("${GARNER_SOLR_PASSWORD:#{null}}") @org.jspecify.annotations.Nullable String password) {
        return SolrConnection.remote(new SolrSettings(url, collection, user, password));
    }

    @Bean
    SearchIndex searchIndex(SolrConnection solr, @Value("${garner.site-id:default}") String siteId) {
        return new SearchIndex(solr, siteId);
    }

    @Bean
    Lookups lookups(SolrConnection solr, @Value("${garner.site-id:default}") String siteId) {
        return new Lookups(solr, siteId);
    }

    @Bean
    IndexFollower indexFollower(
            JdbcClient jdbc,
            SolrConnection solr,
            MeterRegistry metrics,
            @Value("${garner.site-id:default}") String siteId) {
        return new IndexFollower(new PackageIndex(jdbc), GENERATION, solr, siteId, metrics);
    }

    @Bean
    ControlLease controlLease(JdbcClient jdbc, LivenessSettings liveness) {
        return new ControlLease(
                jdbc, ProcessHandle.current().pid() + "-" + UUID.randomUUID(), liveness.leaderDeadAfter());
    }

    @Bean
    Closing.Tables closingTables(
            Jobs jobs,
            JobProgress progress,
            HarvestObjects objects,
            HarvestErrors errors,
            Sources sources,
            HarvestRecords records,
            Holds holds,
            Lead lead) {
        return new Closing.Tables(jobs, progress, objects, errors, sources, records, holds, lead);
    }

    @Bean
    Closing closing(Closing.Tables tables, JobLog log, TransactionTemplate transaction) {
        return new Closing(tables, log, transaction);
    }

    @Bean
    Lead lead(ControlLease lease, ObjectProvider<Dispatcher> dispatcher) {
        return () -> lease.check(dispatcher.getObject().leads().orElse(-1));
    }

    @Bean
    Holding holding(Closing.Tables tables, Stories stories, TransactionTemplate transaction) {
        return new Holding(
                new Holding.Tables(
                        tables.jobs(),
                        tables.progress(),
                        tables.sources(),
                        tables.records(),
                        tables.objects(),
                        tables.holds(),
                        stories,
                        tables.lead()),
                transaction);
    }

    @Bean
    Sweep sweep(
            Sweep.Tables tables,
            Holding holding,
            Catalogue catalogue,
            Harvesters harvesters,
            PoliteClient client,
            TransactionTemplate transaction) {
        return new Sweep(tables, holding, catalogue, harvesters, client::counting, transaction);
    }

    @Bean
    Sweep.Tables sweepTables(Closing.Tables tables, Plans plans, JobLog log) {
        return new Sweep.Tables(
                tables.jobs(),
                tables.progress(),
                tables.sources(),
                tables.records(),
                tables.objects(),
                tables.errors(),
                tables.holds(),
                plans,
                log,
                tables.lead());
    }

    @Bean
    JobRegistry jobRegistry() {
        return new MapJobRegistry();
    }

    @Bean
    HarvestBatch harvestBatch(
            JobOperator operator,
            JobRepository repository,
            JobRegistry registry,
            Sweep sweep,
            Closing closing,
            Holds holds,
            ObjectProvider<Dispatcher> dispatcher) {
        java.util.function.Function<UUID, CompletableFuture<Void>> settled =
                job -> dispatcher.getObject().settled(job);
        return new HarvestBatch(
                operator,
                repository,
                registry,
                new HarvestBatch.Milestones(settled, holds::approved, sweep, closing, closing::fail));
    }

    @Bean
    Dealer dealer(
            Orders orders,
            HarvestObjects objects,
            JobProgress progress,
            ControlLease lease,
            OrderSender sender,
            TransactionTemplate transaction) {
        return new Dealer(orders, objects, progress, lease, sender, transaction);
    }

    @Bean
    Repeats.Tables repeatTables(
            Orders orders,
            OrderLeases leases,
            HarvestObjects objects,
            JobProgress progress,
            HarvestErrors errors,
            Jobs jobs,
            Work work,
            JobLog log,
            ControlLease lease) {
        return new Repeats.Tables(orders, leases, objects, progress, errors, jobs, work, log, lease);
    }

    @Bean
    JobThreads.Tables jobThreadsTables(Closing.Tables tables, JobHistory history, Orders orders) {
        return new JobThreads.Tables(
                tables.jobs(), history, tables.objects(), tables.progress(), orders, tables.lead());
    }

    @Bean
    JobThreads jobThreads(JobThreads.Tables tables, JobLog log, HarvestBatch batch, TransactionTemplate transaction) {
        return new JobThreads(tables, log, batch, transaction);
    }

    @Bean
    Dispatcher.Ledger dispatcherLedger(
            Jobs jobs, JobProgress progress, Sources sources, Workers workers, Admission admission) {
        return new Dispatcher.Ledger(jobs, progress, sources, workers, admission);
    }

    @Bean
    Dispatcher.Watching watching(
            Repeats.Tables tables,
            Dealer dealer,
            JobStandings standings,
            LivenessSettings liveness,
            LimitSettings limits,
            TransactionTemplate transaction,
            MeterRegistry metrics) {
        return new Dispatcher.Watching(
                new Repeats(tables, dealer::send, liveness, transaction, metrics),
                new JobLimits(limits, System::nanoTime, InstantSource.system()),
                standings,
                liveness);
    }

    @Bean
    Dispatcher dispatcher(
            Dispatcher.Ledger ledger,
            ControlLease lease,
            Harvesters harvesters,
            Dealer dealer,
            JobThreads threads,
            Dispatcher.Watching watching) {
        return new Dispatcher(ledger, lease, harvesters, dealer, threads, watching);
    }

    @Bean
    Part kafkaPart(TopicSetup topics) {
        return new Part("kafka", () -> problemOf(topics));
    }

    @Bean
    Part solrPart(SolrConnection solr) {
        return new Part("solr", solr::problem);
    }

    private static Optional<String> problemOf(TopicSetup topics) {
        try {
            return topics.missing();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the look at Kafka was interrupted");
        }
    }

    @Bean
    Gauges gauges(Overview overview, Orders orders, MeterRegistry metrics) {
        return new Gauges(overview, orders, metrics);
    }

    @Bean
    ControlRoom controlRoom(
            TopicSetup topics,
            Dispatcher dispatcher,
            IndexFollower follower,
            Gauges gauges,
            Inboxes inboxes,
            @Value("${garner.topics.partitions:8}") int partitions) {
        return new ControlRoom(topics, partitions, dispatcher, follower, gauges, inboxes);
    }

    @Bean
    HealthIndicator controlHealthIndicator(ControlRoom room, Scheduler scheduler) {
        return () -> room.healthy()
                ? Health.up().withDetail("scheduler", scheduler.says()).build()
                : Health.down()
                        .withDetail("reason", "the dispatcher does not run")
                        .build();
    }

    @Bean
    HealthIndicator solrHealthIndicator(SolrConnection solr) {
        return () -> solr.problem()
                .map(problem -> Health.down().withDetail("reason", problem).build())
                .orElseGet(() -> Health.up().build());
    }

    /** What an operator starts or ends is taken up at once. */
    @Bean
    Wake wakeOfDispatcher(Dispatcher dispatcher) {
        return dispatcher::wake;
    }
}
