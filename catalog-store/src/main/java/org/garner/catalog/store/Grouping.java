package org.garner.catalog.store;

import java.time.Instant;
import java.util.UUID;

/** What CKAN calls a group in the wide sense: a publisher, which owns its packages, or a group by theme, which gathers those of many. */
public sealed interface Grouping permits Publisher, PackageGroup {
    UUID id();

    String name();

    String title();

    /** What people get to see. */
    String displayName();

    String description();

    String imageUrl();

    Instant created();

    String state();
}
