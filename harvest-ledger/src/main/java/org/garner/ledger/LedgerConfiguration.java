package org.garner.ledger;

import org.garner.harvest.order.Inboxes;
import org.garner.harvest.order.TopicSetup;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of the ledger, for every room. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LivenessSettings.class, JobLogSettings.class})
public class LedgerConfiguration {
    /** "Try again later" in sysexits.h; whoever keeps the process running starts it again after any status but 0. */
    private static final int EXIT_TO_BE_RESTARTED = 75;

    @Bean
    Sources sources(JdbcClient jdbc) {
        return new Sources(jdbc);
    }

    @Bean
    Jobs jobs(JdbcClient jdbc) {
        return new Jobs(jdbc);
    }

    @Bean
    JobProgress jobProgress(JdbcClient jdbc) {
        return new JobProgress(jdbc);
    }

    @Bean
    HarvestObjects harvestObjects(JdbcClient jdbc) {
        return new HarvestObjects(jdbc);
    }

    @Bean
    HarvestRecords harvestRecords(JdbcClient jdbc) {
        return new HarvestRecords(jdbc);
    }

    @Bean
    Holds holds(JdbcClient jdbc) {
        return new Holds(jdbc);
    }

    @Bean
    NamedRecords namedRecords(JdbcClient jdbc) {
        return new NamedRecords(jdbc);
    }

    @Bean
    Plans plans(JdbcClient jdbc) {
        return new Plans(jdbc);
    }

    @Bean
    HarvestErrors harvestErrors(JdbcClient jdbc, JobLog log) {
        return new HarvestErrors(jdbc, log);
    }

    @Bean
    HarvestLog harvestLog(JdbcClient jdbc) {
        return new HarvestLog(jdbc);
    }

    /** @param application {@code spring.application.name}: which room this process is */
    @Bean
    JobLog jobLog(
            HarvestLog table, JobLogSettings settings, @Value("${spring.application.name:garner}") String application) {
        return new JobLog(table, settings, WorkerRooms.process(application.replaceFirst("^garner-", "")));
    }

    @Bean
    Documents documents(JdbcClient jdbc) {
        return new Documents(jdbc);
    }

    @Bean
    Orders orders(JdbcClient jdbc) {
        return new Orders(jdbc);
    }

    @Bean
    Work work(JdbcClient jdbc) {
        return new Work(jdbc);
    }

    @Bean
    Stories stories(JdbcClient jdbc) {
        return new Stories(jdbc);
    }

    @Bean
    RequestKeys requestKeys(JdbcClient jdbc) {
        return new RequestKeys(jdbc);
    }

    @Bean
    Workers workers(JdbcClient jdbc) {
        return new Workers(jdbc);
    }

    @Bean
    Operations operations(JdbcClient jdbc) {
        return new Operations(jdbc);
    }

    @Bean
    JobHistory jobHistory(JdbcClient jdbc) {
        return new JobHistory(jdbc);
    }

    @Bean
    WorkQueue workQueue(JdbcClient jdbc) {
        return new WorkQueue(jdbc);
    }

    @Bean
    Overview overview(JdbcClient jdbc) {
        return new Overview(jdbc);
    }

    @Bean
    OrderLeases orderLeases(JdbcClient jdbc) {
        return new OrderLeases(jdbc);
    }

    @Bean
    JobStandings jobStandings(JdbcClient jdbc) {
        return new JobStandings(jdbc);
    }

    @Bean
    WorkerLoop.Tables workerTables(Orders orders, OrderLeases leases, Workers workers) {
        return new WorkerLoop.Tables(orders, leases, workers);
    }

    /** @param exits {@code garner.workers.exit-on-restart}: true in a process that something starts again when it exits */
    @Bean
    WorkerRooms workerRooms(
            JdbcClient jdbc,
            TopicSetup topics,
            Inboxes inboxes,
            WorkerLoop.Tables tables,
            LivenessSettings settings,
            @Value("${garner.workers.exit-on-restart:false}") boolean exits) {
        return new WorkerRooms(
                jdbc, topics, inboxes, tables, settings, exits ? () -> System.exit(EXIT_TO_BE_RESTARTED) : () -> {});
    }
}
