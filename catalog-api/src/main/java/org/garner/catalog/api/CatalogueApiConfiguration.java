package org.garner.catalog.api;

import org.garner.catalog.access.AccessConfiguration;
import org.garner.catalog.store.CatalogueViews;
import org.garner.catalog.store.Publishers;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Serves the Action API in the application that imports it. The application provides the beans {@code Catalogue}, {@code SearchIndex} and {@code
 * Lookups}. An action is one class in this package or in {@code actions}, found by the scan; actions of other modules are beans of theirs.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableConfigurationProperties(CatalogueApiSettings.class)
@Import(AccessConfiguration.class)
public class CatalogueApiConfiguration {

    @Bean
    CatalogueViews catalogueViews(JdbcClient jdbc) {
        return new CatalogueViews(jdbc);
    }

    @Bean
    Publishers publishers(JdbcClient jdbc) {
        return new Publishers(jdbc);
    }
}
