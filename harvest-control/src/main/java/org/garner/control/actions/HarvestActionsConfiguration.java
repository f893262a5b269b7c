package org.garner.control.actions;

import org.garner.catalog.store.PackageIndex;
import org.garner.ledger.JobReports;
import org.garner.ledger.ObjectReports;
import org.garner.ledger.SourceReports;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Adds the harvest actions to the Action API of the application that imports this. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableConfigurationProperties(HarvestActionSettings.class)
public class HarvestActionsConfiguration {

    @Bean
    SourceReports sourceReports(JdbcClient jdbc) {
        return new SourceReports(jdbc);
    }

    @Bean
    PackageIndex packageIndex(JdbcClient jdbc) {
        return new PackageIndex(jdbc);
    }

    @Bean
    JobReports jobReports(JdbcClient jdbc) {
        return new JobReports(jdbc);
    }

    @Bean
    ObjectReports objectReports(JdbcClient jdbc) {
        return new ObjectReports(jdbc);
    }
}
