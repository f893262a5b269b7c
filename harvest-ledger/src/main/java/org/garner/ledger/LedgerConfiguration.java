package org.garner.ledger;

import org.garner.harvest.order.Inboxes;
import org.garner.harvest.order.TopicSetup;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of the ledger, for every room. */
@Configuration(proxyBeanMethods = false)
public class LedgerConfiguration {
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
    NamedRecords namedRecords(JdbcClient jdbc) {
        return new NamedRecords(jdbc);
    }

    @Bean
    Plans plans(JdbcClient jdbc) {
        return new Plans(jdbc);
    }

    @Bean
    HarvestErrors harvestErrors(JdbcClient jdbc) {
        return new HarvestErrors(jdbc);
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
    Overview overview(JdbcClient jdbc) {
        return new Overview(jdbc);
    }

    @Bean
    WorkerRooms workerRooms(JdbcClient jdbc, TopicSetup topics, Inboxes inboxes, Orders orders, Workers workers) {
        return new WorkerRooms(jdbc, topics, inboxes, orders, workers);
    }
}
