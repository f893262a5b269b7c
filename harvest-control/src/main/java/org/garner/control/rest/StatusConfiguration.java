package org.garner.control.rest;

import org.garner.catalog.store.PackageIndex;
import org.garner.ledger.ControlLease;
import org.garner.ledger.Jobs;
import org.garner.ledger.LivenessSettings;
import org.garner.ledger.Orders;
import org.garner.ledger.Workers;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The status page and the workers. */
@Configuration(proxyBeanMethods = false)
@Import({WorkersController.class, StatusController.class})
class StatusConfiguration {
    static final String DATABASE = "database";

    @Bean
    StatusView.Tables statusTables(JdbcClient jdbc, Jobs jobs, Orders orders, Workers workers, ControlLease lease) {
        return new StatusView.Tables(jobs, orders, workers, lease, new PackageIndex(jdbc));
    }

    @Bean
    StatusView statusView(
            StatusView.Tables tables, JobViews views, ObjectProvider<Part> parts, LivenessSettings liveness) {
        return new StatusView(tables, views, new Parts(parts.orderedStream().toList()), liveness);
    }

    @Bean
    Part databasePart(JdbcClient jdbc, TransactionTemplate transaction) {
        return new Part(DATABASE, new DatabaseCheck(jdbc, transaction)::problem);
    }
}
