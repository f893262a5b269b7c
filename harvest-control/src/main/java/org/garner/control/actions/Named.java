package org.garner.control.actions;

import java.util.Optional;
import java.util.UUID;
import org.garner.catalog.api.Parameters;
import org.garner.catalog.api.RefusedException;
import org.garner.ledger.JobReports;
import org.garner.ledger.JobReports.JobReport;
import org.garner.ledger.SourceReports;
import org.garner.ledger.SourceReports.SourceReport;

/** Finds what a parameter names. */
public final class Named {

    private Named() {}

    /** @throws RefusedException when there is no such source */
    static SourceReport source(String idNameOrUrl, SourceReports sources) {
        return sources.named(idNameOrUrl)
                .orElseThrow(() -> RefusedException.notFound(
                        "there is no harvest source with the id, name or URL '%s'".formatted(idNameOrUrl)));
    }

    /** @throws RefusedException when the job does not exist, or is to be found by anything but its id */
    static JobReport job(Parameters parameters, JobReports jobs) {
        requireIdOnly(parameters);
        var id = parameters.required("id");
        return id(id).map(uuid -> jobs.of(java.util.List.of(uuid)).get(uuid))
                .orElseThrow(() -> RefusedException.notFound("there is no harvest job with the id '%s'".formatted(id)));
    }

    static void requireIdOnly(Parameters parameters) {
        parameters.text("attr").filter(attribute -> !attribute.equals("id")).ifPresent(attribute -> {
            throw RefusedException.invalid("attr", "Only id is supported, but was '%s'".formatted(attribute));
        });
    }

    public static Optional<UUID> id(String text) {
        try {
            // A shorter text is read too, but is nobody's id.
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
