package org.garner.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.Set;
import org.garner.harvest.http.AddressRules;
import org.garner.harvest.http.HttpSettings;
import org.garner.harvest.http.PoliteClient;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The client that speaks to sources, for the rooms that do. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({HttpSettings.class, LivenessSettings.class})
public class SourceClientConfiguration {
    /** Addresses in private networks are refused, except those that the operator allows by name, address or network. */
    @Bean
    AddressRules addressRules(@Value("${garner.http.allow:}") Set<String> allowed) {
        return allowed.isEmpty() ? AddressRules.publicOnly() : AddressRules.allowing(allowed);
    }

    @Bean
    LedgerPermits hostPermits(
            JdbcClient jdbc, TransactionTemplate transaction, HttpSettings settings, LivenessSettings liveness) {
        return new LedgerPermits(jdbc, transaction, settings.hosts(), liveness);
    }

    @Bean
    PoliteClient politeClient(
            HttpSettings settings,
            AddressRules rules,
            LedgerPermits permits,
            MeterRegistry metrics,
            @Value("${garner.version:0.1.0}") String version,
            @Value("${garner.http.contact:https://garner.example/}") URI contact) {
        return new PoliteClient(settings.introducing(version, contact), rules, permits, metrics);
    }
}
