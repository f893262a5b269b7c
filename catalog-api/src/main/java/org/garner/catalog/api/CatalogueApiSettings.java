package org.garner.catalog.api;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the catalogue tells of itself.
 *
 * @param siteUrl the public address, without a slash at the end, for links in answers; unset, the address that the client used
 * @param siteTitle the catalogue's name
 * @param siteDescription one sentence about it
 */
@ConfigurationProperties("garner.catalogue")
public record CatalogueApiSettings(
        @Nullable URI siteUrl,
        @DefaultValue("Garner") String siteTitle,
        @DefaultValue("") String siteDescription) {}
