package org.garner.catalog.store;

import java.time.Instant;
import java.util.UUID;

/** A group of packages by theme: what CKAN calls a group. */
public record PackageGroup(
        UUID id, String name, String title, String description, String imageUrl, Instant created, String state)
        implements Grouping {

    /** The title, else the name. */
    @Override
    public String displayName() {
        return title.isEmpty() ? name : title;
    }
}
