package org.garner.gather;

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
import org.garner.ledger.NamedRecords;
import org.garner.ledger.Orders;
import org.garner.ledger.SourceClientConfiguration;
import org.garner.ledger.Sources;
import org.garner.ledger.WorkerRoom;
import org.garner.ledger.WorkerRooms;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

/** The gather worker, for its own process and for the standalone server. */
@Configuration(proxyBeanMethods = false)
@Import({OrderConfiguration.class, LedgerConfiguration.class, SourceClientConfiguration.class, HarvesterScan.class})
public class GatherConfiguration {
    @Bean
    ListingWriter listingWriter(
            ListingWriter.Tables tables, JobLog log, TransactionTemplate transaction, MeterRegistry metrics) {
        return new ListingWriter(
                tables, log, transaction, DatasetReaders.standard().version(), metrics);
    }

    @Bean
    ListingWriter.Tables listingTables(
            Jobs jobs,
            JobProgress progress,
            HarvestObjects objects,
            HarvestRecords records,
            Documents documents,
            HarvestErrors errors,
            Orders orders) {
        return new ListingWriter.Tables(jobs, progress, objects, records, documents, errors, orders);
    }

    /** Listings wait for sources more than they work: many run at once, one per job. */
    @Bean
    WorkerRoom gatherRoom(
            WorkerRooms rooms,
            Sources sources,
            NamedRecords records,
            Harvesters harvesters,
            PoliteClient client,
            ListingWriter writer,
            ProgressHints hints,
            @Value("${garner.gather.at-once:32}") int atOnce) {
        var named = new NamedListing(records, writer, hints);
        return rooms.room(Stage.GATHER, atOnce, new GatherWork(sources, harvesters, client, writer, named, hints));
    }

    @Bean
    HealthIndicator gatherHealthIndicator(WorkerRoom gatherRoom) {
        return () -> gatherRoom.healthy()
                ? Health.up().build()
                : Health.down()
                        .withDetail("reason", "the consumer of gather orders does not run")
                        .build();
    }
}
