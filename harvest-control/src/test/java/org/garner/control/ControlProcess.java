package org.garner.control;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.garner.catalog.store.Catalogue;
import org.garner.catalog.store.access.AuditEvents;
import org.garner.embedded.TestPostgres;
import org.garner.harvest.Harvester;
import org.garner.harvest.order.OrderSender;
import org.garner.harvesters.Harvesters;
import org.garner.ledger.ControlLease;
import org.garner.ledger.Documents;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestLog;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.Holds;
import org.garner.ledger.JobHistory;
import org.garner.ledger.JobLog;
import org.garner.ledger.JobLogSettings;
import org.garner.ledger.JobProgress;
import org.garner.ledger.JobStandings;
import org.garner.ledger.Jobs;
import org.garner.ledger.LivenessSettings;
import org.garner.ledger.Operations;
import org.garner.ledger.OrderLeases;
import org.garner.ledger.Orders;
import org.garner.ledger.Plans;
import org.garner.ledger.RequestKeys;
import org.garner.ledger.Sources;
import org.garner.ledger.Stories;
import org.garner.ledger.Work;
import org.garner.ledger.Workers;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A control process as far as it moves jobs: dispatcher, Batch, sweep, close, operations and retention, all real, over a database that it shares with
 * others. Each of its rounds is run when a test says so, on a thread of its own; what the rounds start runs beside them, as always.
 */
final class ControlProcess implements AutoCloseable {
    static final LivenessSettings LIVENESS = new LivenessSettings(
            Duration.ofMillis(100),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            3,
            Duration.ofSeconds(1));

    private final String name = "control-" + UUID.randomUUID();
    private final Plug plug;
    private final JdbcClient jdbc;
    private final ControlLease lease;
    private final Dispatcher dispatcher;
    private final OperationRunner operations;
    private final Retention retention;
    private final BiConsumer<String, RuntimeException> trouble;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
    private Future<?> busy = CompletableFuture.completedFuture(null);
    /** By how much its clocks run ahead. */
    private final AtomicLong ahead = new AtomicLong();

    ControlProcess(
            TestPostgres postgres,
            Harvester harvester,
            OrderSender messages,
            BiConsumer<String, RuntimeException> trouble) {
        this.trouble = trouble;
        plug = new Plug(pool(postgres));
        jdbc = JdbcClient.create(plug);
        lease = new ControlLease(jdbc, name, LIVENESS.leaderDeadAfter());
        var manager = new JdbcTransactionManager(plug);
        var transaction = new TransactionTemplate(manager);
        var harvesters = new Harvesters(List.of(harvester));
        var jobs = new Jobs(jdbc);
        var progress = new JobProgress(jdbc);
        var objects = new HarvestObjects(jdbc);
        var orders = new Orders(jdbc);
        var sources = new Sources(jdbc);
        var records = new HarvestRecords(jdbc);
        var log = new JobLog(new HarvestLog(jdbc), new JobLogSettings(HarvestLog.Level.INFO, 1000), name);
        var errors = new HarvestErrors(jdbc, log);
        var holds = new Holds(jdbc);
        var catalogue = new Catalogue(jdbc);
        var history = new JobHistory(jdbc);
        var self = new CompletableFuture<Dispatcher>();
        Lead lead = () -> lease.check(self.join().leads().orElse(-1));
        var sweep = new Sweep(
                new Sweep.Tables(jobs, progress, sources, records, objects, errors, holds, new Plans(jdbc), log, lead),
                new Holding(
                        new Holding.Tables(jobs, progress, sources, records, objects, holds, new Stories(jdbc), lead),
                        transaction),
                catalogue,
                harvesters,
                listener -> request -> {
                    throw new UnsupportedOperationException("The test answers in place of " + request.uri());
                },
                transaction);
        var closing = new Closing(
                new Closing.Tables(jobs, progress, objects, errors, sources, records, holds, lead), log, transaction);
        var batch = batch(
                manager,
                new HarvestBatch.Milestones(
                        job -> self.join().settled(job), holds::approved, sweep, closing, closing::fail));
        var dealer = new Dealer(orders, objects, progress, lease, messages, transaction);
        var repeats = new Repeats(
                new Repeats.Tables(
                        orders, new OrderLeases(jdbc), objects, progress, errors, jobs, new Work(jdbc), log, lease),
                dealer::send,
                LIVENESS,
                transaction,
                new SimpleMeterRegistry());
        var limits = new JobLimits(
                new LimitSettings(Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(24), 100, 50),
                () -> System.nanoTime() + ahead.get(),
                InstantSource.system());
        dispatcher = new Dispatcher(
                new Dispatcher.Ledger(
                        jobs,
                        progress,
                        sources,
                        new Workers(jdbc),
                        new Admission(new AdmissionSettings(16, 16), sources::sizes)),
                lease,
                harvesters,
                dealer,
                new JobThreads(
                        new JobThreads.Tables(jobs, history, objects, progress, orders, lead), log, batch, transaction),
                new Dispatcher.Watching(repeats, limits, new JobStandings(jdbc), LIVENESS));
        self.complete(dispatcher);
        var removal = new JobRemoval(history, new BatchHistory(jdbc));
        operations = new OperationRunner(
                new OperationRunner.Tables(new Operations(jdbc), sources, lease),
                new OperationBatches(
                        new OperationBatches.Tables(catalogue, records, objects, sources, history), removal),
                transaction,
                epoch -> leads(epoch));
        retention = new Retention(
                new Retention.Tables(
                        history,
                        new Documents(jdbc),
                        new RequestKeys(jdbc),
                        new Operations(jdbc),
                        new HarvestLog(jdbc),
                        new AuditEvents(jdbc),
                        lease),
                removal,
                new RetentionSettings(
                        Duration.ofSeconds(1),
                        Duration.ofMillis(1),
                        1,
                        Duration.ofDays(2),
                        Duration.ofDays(1),
                        Duration.ofDays(1),
                        Duration.ofDays(1)),
                transaction,
                epoch -> leads(epoch),
                Retention.Removed.in(new SimpleMeterRegistry()));
    }

    private static HikariDataSource pool(TestPostgres postgres) {
        var config = new HikariConfig();
        config.setJdbcUrl(postgres.jdbcUrl());
        config.setUsername(postgres.user());
        config.setPassword(postgres.password());
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    private HarvestBatch batch(JdbcTransactionManager manager, HarvestBatch.Milestones milestones) {
        var registry = new MapJobRegistry();
        var repository = repository(manager);
        return new HarvestBatch(operator(repository, registry), repository, registry, milestones);
    }

    private JobRepository repository(JdbcTransactionManager manager) {
        var factory = new JdbcJobRepositoryFactoryBean();
        factory.setDataSource(plug);
        factory.setTransactionManager(manager);
        factory.setIsolationLevelForCreate("ISOLATION_READ_COMMITTED");
        try {
            factory.afterPropertiesSet();
            return factory.getObject();
        } catch (Exception e) {
            throw new IllegalStateException("No repository of Batch jobs", e);
        }
    }

    private static JobOperator operator(JobRepository repository, MapJobRegistry registry) {
        var executor = new SimpleAsyncTaskExecutor("batch-");
        executor.setVirtualThreads(true);
        executor.setTaskDecorator(HarvestBatch::tellingItsEnd);
        var operator = new TaskExecutorJobOperator();
        operator.setJobRepository(repository);
        operator.setJobRegistry(registry);
        operator.setTaskExecutor(executor);
        try {
            operator.afterPropertiesSet();
        } catch (Exception e) {
            throw new IllegalStateException("No operator of Batch jobs", e);
        }
        return operator;
    }

    private boolean leads(long epoch) {
        var leads = dispatcher.leads();
        return leads.isPresent() && leads.getAsLong() == epoch;
    }

    /** Has it do one round of the dispatcher; waits for its end, but not longer than this. What is still under way takes no further round. */
    void round(Duration patience) {
        does(dispatcher::round, patience);
    }

    /** Has it look for operations, as long as it takes itself for the leader. */
    void operate(Duration patience) {
        does(
                () -> dispatcher.leads().ifPresent(epoch -> {
                    operations.look(epoch);
                    operations.awaitIdle(Duration.ofSeconds(2));
                }),
                patience);
    }

    /** Has it remove history, as long as it takes itself for the leader. */
    void retain(Duration patience) {
        does(() -> dispatcher.leads().ifPresent(retention::pass), patience);
    }

    private void does(Runnable work, Duration patience) {
        if (busy.isDone()) {
            busy = thread.submit(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    // The loop of a process would write it to its log, and try again.
                    if (!plug.pulled && !(e instanceof ControlLease.LostLeadException)) {
                        trouble.accept(name, e);
                    }
                }
            });
        }
        await(patience);
    }

    private void await(Duration patience) {
        try {
            busy.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // It waits for a row that another holds; it goes on beside the steps that follow.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new AssertionError("A round of " + name + " broke", e.getCause());
        }
    }

    /** Its clocks jump ahead. */
    void later(Duration time) {
        ahead.addAndGet(time.toNanos());
    }

    /** kill -9, between two of its transactions: from now on it reaches no database. */
    void die() {
        plug.pulled = true;
    }

    @Override
    public void close() {
        die();
        thread.shutdownNow();
        plug.pool.close();
    }

    /** The way to the database, which can be cut. */
    private static final class Plug extends DelegatingDataSource {
        private final HikariDataSource pool;
        private volatile boolean pulled;

        Plug(HikariDataSource pool) {
            super(pool);
            this.pool = pool;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (pulled) {
                throw new SQLTransientConnectionException("This process is dead");
            }
            return pool.getConnection();
        }
    }
}
