package org.garner.catalog.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An organisation that publishes datasets: what CKAN calls an organization.
 *
 * @param details what is known of {@link #DETAILS}, in their order
 */
public record Publisher(
        UUID id,
        String name,
        String title,
        String description,
        String imageUrl,
        Instant created,
        String state,
        Map<String, String> details)
        implements Grouping {
    /** The kind of body, where to ask about data, and where to ask by right of access (freedom of information), by the names data.gov.uk gives them. */
    public static final List<String> DETAILS = List.of(
            "category",
            "contact-name",
            "contact-email",
            "contact-phone",
            "foi-name",
            "foi-email",
            "foi-phone",
            "foi-web");

    @Override
    public String displayName() {
        return title;
    }
}
