package org.garner.catalog.api;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/**
 * Serves the Action API in the application that imports it. The application provides the beans {@code Catalogue} and {@code SearchIndex}. An action is
 * one class in this package, found by the scan.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableConfigurationProperties(CatalogueApiSettings.class)
public class CatalogueApiConfiguration {}
