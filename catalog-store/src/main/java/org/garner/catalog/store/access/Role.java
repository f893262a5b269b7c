package org.garner.catalog.store.access;

import java.util.Locale;

/** What a token makes of its bearer, the least first. */
public enum Role {
    /** Sees jobs and sources of all publishers; changes nothing. */
    READER,
    /** Runs and edits the sources of one publisher. */
    EDITOR,
    /** An editor who also gives out tokens for the publisher. */
    ADMIN,
    /** May do everything. */
    SYSADMIN;

    /** True when it is held for one publisher. */
    public boolean ofPublisher() {
        return this == EDITOR || this == ADMIN;
    }

    public boolean atLeast(Role other) {
        return compareTo(other) >= 0;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
