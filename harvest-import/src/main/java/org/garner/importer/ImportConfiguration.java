package org.garner.importer;

import io.micrometer.core.instrument.MeterRegistry;
import org.garner.catalog.format.DatasetReaders;
import org.garner.catalog.store.Catalogue;
import org.garner.harvest.Stage;
import org.garner.harvest.order.OrderConfiguration;
import org.garner.harvest.order.ProgressHints;
import org.garner.ledger.HarvestErrors;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.Jobs;
import org.garner.ledger.LedgerConfiguration;
import org.garner.ledger.Orders;
import org.garner.ledger.Plans;
import org.garner.ledger.Sources;
import org.garner.ledger.Work;
import org.garner.ledger.WorkerRoom;
import org.garner.ledger.WorkerRooms;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The import worker, for its own process and for the standalone server. */
@Configuration(proxyBeanMethods = false)
@Import({OrderConfiguration.class, LedgerConfiguration.class})
public class ImportConfiguration {
    @Bean
    @ConditionalOnMissingBean
    Catalogue catalogue(JdbcClient jdbc) {
        return new Catalogue(jdbc);
    }

    @Bean
    ImportWriter importWriter(ImportWriter.Tables tables, TransactionTemplate transaction) {
        return new ImportWriter(tables, transaction);
    }

    @Bean
    ImportWriter.Tables importTables(
            Jobs jobs,
            HarvestObjects objects,
            HarvestRecords records,
            HarvestErrors errors,
            Orders orders,
            Plans plans,
            Work work,
            Catalogue catalogue) {
        return new ImportWriter.Tables(jobs, objects, records, errors, orders, plans, work, catalogue);
    }

    /** Imports compute: as many at once as there are processors, and at least two, so that one reads while the other writes. */
    @Bean
    WorkerRoom importRoom(
            WorkerRooms rooms,
            Sources sources,
            ImportWriter writer,
            ProgressHints hints,
            MeterRegistry metrics,
            @Value("${garner.import.at-once:#{T(Math).max(2, T(Runtime).getRuntime().availableProcessors())}}")
                    int atOnce) {
        return rooms.room(
                Stage.IMPORT, atOnce, new ImportWork(sources, DatasetReaders.standard(), writer, hints, metrics));
    }

    @Bean
    HealthIndicator importHealthIndicator(WorkerRoom importRoom) {
        return () -> importRoom.healthy()
                ? Health.up().build()
                : Health.down()
                        .withDetail("reason", "the consumer of import orders does not run")
                        .build();
    }
}
