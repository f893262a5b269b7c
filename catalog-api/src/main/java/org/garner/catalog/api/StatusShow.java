package org.garner.catalog.api;

import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** What this catalogue is. */
@Component
class StatusShow implements ReadAction {

    /** The version of CKAN whose Action API this one follows: clients choose their calls by it. */
    private static final String CKAN_VERSION = "2.10.10";

    private final CatalogueApiSettings settings;

    StatusShow(CatalogueApiSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "status_show";
    }

    @Override
    public String help() {
        return "Tells the catalogue's address, title and version. No parameters.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var siteUrl = settings.siteUrl();
        result.writeStartObject();
        result.writeStringProperty("site_title", settings.siteTitle());
        result.writeStringProperty("site_description", settings.siteDescription());
        result.writeStringProperty("site_url", siteUrl == null ? "" : siteUrl.toString());
        result.writeStringProperty("ckan_version", CKAN_VERSION);
        result.writeNullProperty("error_emails_to");
        result.writeStringProperty("locale_default", "en");
        result.writeArrayPropertyStart("extensions");
        result.writeEndArray();
        result.writeEndObject();
    }
}
