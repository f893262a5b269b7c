package org.garner.control.rest;

import java.net.URI;
import org.garner.catalog.api.CatalogueApiConfiguration;
import org.garner.catalog.index.Lookups;
import org.garner.catalog.index.SearchIndex;
import org.garner.catalog.index.SolrConnection;
import org.garner.catalog.index.SolrSettings;
import org.garner.catalog.store.Catalogue;
import org.garner.control.actions.HarvestActionsConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The Action API with the harvest actions, for tests that search for nothing: its Solr is where nobody answers. */
@Configuration(proxyBeanMethods = false)
@Import({CatalogueApiConfiguration.class, HarvestActionsConfiguration.class})
class UnsearchedCatalogue {
    private static final SolrConnection NOWHERE =
            SolrConnection.remote(new SolrSettings(URI.create("http://localhost:1/solr"), "none", null, null));

    @Bean
    Catalogue catalogue(JdbcClient jdbc) {
        return new Catalogue(jdbc);
    }

    @Bean
    SearchIndex searchIndex() {
        return new SearchIndex(NOWHERE, "test");
    }

    @Bean
    Lookups lookups() {
        return new Lookups(NOWHERE, "test");
    }
}
