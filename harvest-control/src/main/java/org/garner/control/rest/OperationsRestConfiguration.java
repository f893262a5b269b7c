package org.garner.control.rest;

import org.garner.ledger.Jobs;
import org.garner.ledger.Operations;
import org.garner.ledger.RequestKeys;
import org.garner.ledger.Sources;
import org.garner.ledger.WorkQueue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The part of the endpoint that works on whole sources and on the queue. */
@Configuration(proxyBeanMethods = false)
@Import({OperationsController.class, QueueController.class})
class OperationsRestConfiguration {
    @Bean
    OperationControl operationControl(
            OperationControl.Tables tables, SourceControl sources, TransactionTemplate transaction, Wake wake) {
        return new OperationControl(tables, sources, transaction, wake);
    }

    @Bean
    OperationControl.Tables operationControlTables(
            Operations operations, Sources sources, Jobs jobs, RequestKeys keys) {
        return new OperationControl.Tables(operations, sources, jobs, keys);
    }

    @Bean
    OperationAnswers operationAnswers(OperationControl control, Sources sources, JsonMapper json) {
        return new OperationAnswers(control, sources, json);
    }

    @Bean
    QueueControl queueControl(
            WorkQueue queue, Jobs jobs, SourceControl sources, TransactionTemplate transaction, Wake wake) {
        return new QueueControl(queue, jobs, sources, transaction, wake);
    }
}
