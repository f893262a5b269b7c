package org.garner.catalog.store;

import java.time.Instant;
import java.util.UUID;

/** An organisation that publishes datasets: what CKAN calls an organization. */
public record Publisher(
        UUID id, String name, String title, String description, String imageUrl, Instant created, String state)
        implements Grouping {

    @Override
    public String displayName() {
        return title;
    }
}
