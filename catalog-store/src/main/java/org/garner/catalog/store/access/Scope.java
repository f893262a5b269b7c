package org.garner.catalog.store.access;

import java.util.Locale;

/** How much of its role a token may use, the least first: a dashboard's token need not be able to delete. */
public enum Scope {
    READ,
    /** Reads, and starts and ends jobs; edits nothing. */
    OPERATE,
    ALL;

    public boolean covers(Scope other) {
        return compareTo(other) >= 0;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
