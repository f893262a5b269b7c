package org.garner.control;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongPredicate;
import org.garner.catalog.store.Catalogue;
import org.garner.catalog.store.access.AuditEvents;
import org.garner.ledger.ControlLease;
import org.garner.ledger.Documents;
import org.garner.ledger.HarvestLog;
import org.garner.ledger.HarvestObjects;
import org.garner.ledger.HarvestRecords;
import org.garner.ledger.JobHistory;
import org.garner.ledger.Operations;
import org.garner.ledger.RequestKeys;
import org.garner.ledger.Sources;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Operations and retention, in the process that leads. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionSettings.class)
class BackgroundConfiguration {
    @Bean
    BatchIndexes batchIndexes() {
        return new BatchIndexes();
    }

    @Bean
    JobRemoval jobRemoval(JobHistory history, JdbcClient jdbc) {
        return new JobRemoval(history, new BatchHistory(jdbc));
    }

    @Bean
    OperationBatches operationBatches(OperationBatches.Tables tables, JobRemoval removal) {
        return new OperationBatches(tables, removal);
    }

    @Bean
    OperationBatches.Tables operationTables(
            Catalogue catalogue, HarvestRecords records, HarvestObjects objects, Sources sources, JobHistory history) {
        return new OperationBatches.Tables(catalogue, records, objects, sources, history);
    }

    @Bean
    OperationRunner operationRunner(
            Operations operations,
            Sources sources,
            ControlLease lease,
            OperationBatches batches,
            TransactionTemplate transaction,
            Dispatcher dispatcher) {
        return new OperationRunner(
                new OperationRunner.Tables(operations, sources, lease), batches, transaction, leads(dispatcher));
    }

    @Bean
    Retention.Tables retentionTables(
            JobHistory history,
            Documents documents,
            RequestKeys keys,
            Operations operations,
            HarvestLog log,
            AuditEvents audit,
            ControlLease lease) {
        return new Retention.Tables(history, documents, keys, operations, log, audit, lease);
    }

    @Bean
    Retention retention(
            Retention.Tables tables,
            JobRemoval removal,
            RetentionSettings settings,
            TransactionTemplate transaction,
            Dispatcher dispatcher,
            MeterRegistry metrics) {
        return new Retention(tables, removal, settings, transaction, leads(dispatcher), Retention.Removed.in(metrics));
    }

    @Bean
    Background background(
            OperationRunner operations, Retention retention, RetentionSettings settings, Dispatcher dispatcher) {
        return new Background(operations, retention, settings.every(), dispatcher::leads);
    }

    private static LongPredicate leads(Dispatcher dispatcher) {
        return epoch -> dispatcher.leads().orElse(-1) == epoch;
    }
}
