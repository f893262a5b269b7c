package org.garner.fetch;

import io.micrometer.core.instrument.MeterRegistry;
import org.garner.catalog.format.DatasetReaders;
import org.garner.harvest.Stage;
import org.garner.harvest.http.PoliteClient;
import org.garner.harvest.order.OrderConfiguration;
import org.garner.harvest.order.ProgressHints;
import org.garner.harvesters.HarvesterScan;
import org.garner.harvesters.Harvesters;
import org.garner.ledger.Documents;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.JobLog;
import org.garner.ledger.JobProgress;
import org.garner.ledger.Jobs;
import org.garner.ledger.LedgerConfiguration;
import org.garner.ledger.Orders;
import org.garner.ledger.SourceClientConfiguration;
import org.garner.ledger.Sources;
import org.garner.ledger.Work;
import org.garner.ledger.WorkerRoom;
import org.garner.ledger.WorkerRooms;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

/** The fetch worker, for its own process and for the standalone server. */
@Configuration(proxyBeanMethods = false)
@Import({OrderConfiguration.class, LedgerConfiguration.class, SourceClientConfiguration.class, HarvesterScan.class})
public class FetchConfiguration {
    @Bean
    FetchWriter fetchWriter(
            FetchWriter.Tables tables, JobLog log, TransactionTemplate transaction, MeterRegistry metrics) {
        return new FetchWriter(
                tables, log, transaction, DatasetReaders.standard().version(), metrics);
    }

    @Bean
    FetchWriter.Tables fetchTables(
            Jobs jobs,
            JobProgress progress,
            HarvestObjects objects,
            HarvestRecords records,
            Documents documents,
            HarvestErrors errors,
            Orders orders,
            Work work) {
        return new FetchWriter.Tables(jobs, progress, objects, records, documents, errors, orders, work);
    }

    /** Orders wait for their hosts; a slow host must not fill the room, so it is large. */
    @Bean
    WorkerRoom fetchRoom(
            WorkerRooms rooms,
            Sources sources,
            Jobs jobs,
            Harvesters harvesters,
            PoliteClient client,
            FetchWriter writer,
            ProgressHints hints,
            @Value("${garner.fetch.at-once:2000}") int atOnce) {
        return rooms.room(Stage.FETCH, atOnce, new FetchWork(sources, jobs, harvesters, client, writer, hints));
    }

    @Bean
    HealthIndicator fetchHealthIndicator(WorkerRoom fetchRoom) {
        return () -> fetchRoom.healthy()
                ? Health.up().build()
                : Health.down()
                        .withDetail("reason", "the consumer of fetch orders does not run")
                        .build();
    }
}
