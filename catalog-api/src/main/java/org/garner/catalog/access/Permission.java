package org.garner.catalog.access;

import org.garner.catalog.store.access.Role;
import org.garner.catalog.store.access.Scope;
import org.jspecify.annotations.Nullable;

/** What can be asked of {@link Access}. */
public enum Permission {
    /** What everybody may see. */
    READ_CATALOGUE("read the catalogue", null, Scope.READ, false),
    /** Sources, their jobs, records and errors: of all publishers, as in CKAN sources are for everybody. */
    READ_JOBS("see sources and jobs", Role.READER, Scope.READ, false),
    /** Starting, aborting and resuming jobs, and deciding on what a job holds. */
    OPERATE_SOURCE("run the jobs", Role.EDITOR, Scope.OPERATE, true),
    EDIT_SOURCE("edit or delete", Role.EDITOR, Scope.ALL, true),
    CREATE_SOURCE("make sources", Role.EDITOR, Scope.ALL, true),
    MANAGE_TOKENS("give out, list or revoke tokens", Role.ADMIN, Scope.ALL, true),
    /** Datasets and records that are not for everybody, of whatever publisher. */
    READ_PRIVATE("see what is not for everybody", Role.SYSADMIN, Scope.READ, false),
    READ_USERS("see users", Role.SYSADMIN, Scope.READ, false),
    READ_AUDIT("read the audit trail", Role.SYSADMIN, Scope.READ, false),
    /** Queues, workers, and whatever else concerns more than one publisher. */
    OPERATE_ALL("operate the whole installation", Role.SYSADMIN, Scope.OPERATE, false);

    private final String deed;
    private final @Nullable Role least;
    private final Scope scope;
    private final boolean ofPublisher;

    Permission(String deed, @Nullable Role least, Scope scope, boolean ofPublisher) {
        this.deed = deed;
        this.least = least;
        this.scope = scope;
        this.ofPublisher = ofPublisher;
    }

    /** Such as "see sources and jobs". */
    String deed() {
        return deed;
    }

    /** The least role that has it; null when everybody has. */
    @Nullable
    Role least() {
        return least;
    }

    /** The least scope of a token that has it. */
    Scope scope() {
        return scope;
    }

    /** True when admins and editors have it for what belongs to their publisher only. */
    boolean ofPublisher() {
        return ofPublisher;
    }
}
