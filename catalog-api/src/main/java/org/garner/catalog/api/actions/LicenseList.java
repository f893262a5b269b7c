package org.garner.catalog.api.actions;

import org.garner.catalog.Licence;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.ReadAction;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** The licences that a dataset may name. */
@Component
class LicenseList implements ReadAction {

    @Override
    public String name() {
        return "license_list";
    }

    @Override
    public String help() {
        return "Gives the register of licences. No parameters.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        result.writeStartArray();
        for (var licence : Licence.all()) {
            result.writeStartObject();
            result.writeStringProperty("id", licence.id());
            result.writeStringProperty("title", licence.title());
            result.writeStringProperty("url", licence.url() == null ? "" : licence.url());
            result.writeStringProperty("status", "active");
            result.writeStringProperty("maintainer", "");
            result.writeStringProperty("family", "");
            result.writeBooleanProperty("is_generic", licence.url() == null);
            result.writeBooleanProperty("is_okd_compliant", licence.open());
            result.writeBooleanProperty("is_osi_compliant", false);
            result.writeStringProperty("od_conformance", licence.open() ? "approved" : "not reviewed");
            result.writeStringProperty("osd_conformance", "not reviewed");
            result.writeEndObject();
        }
        result.writeEndArray();
    }
}
