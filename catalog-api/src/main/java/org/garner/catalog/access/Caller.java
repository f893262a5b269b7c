package org.garner.catalog.access;

import java.util.UUID;
import org.garner.catalog.store.access.ApiToken.Grant;
import org.garner.catalog.store.access.Role;
import org.garner.catalog.store.access.Scope;
import org.jspecify.annotations.Nullable;

/** Who asks. There are no users yet: what a caller may do, it may by the token that it brings. */
public sealed interface Caller {
    /** Nobody in particular, who brought no token. */
    Anybody ANYBODY = new Anybody(null);

    /** The bearer of the token that stands in the server's settings. */
    Bearer ADMIN = new Bearer(null, new Grant("admin", Role.SYSADMIN, null, Scope.ALL, null));

    /** What this caller is called in what is kept of its deeds. */
    String name();

    /**
     * Somebody of whom nothing is known.
     *
     * @param trouble what is wrong with the token that was brought, as a sentence; null when none was
     */
    record Anybody(@Nullable String trouble) implements Caller {
        @Override
        public String name() {
            return "nobody";
        }
    }

    /**
     * The bearer of a token that holds.
     *
     * @param token null for the admin token
     */
    record Bearer(@Nullable UUID token, Grant grant) implements Caller {
        @Override
        public String name() {
            return grant.name();
        }
    }
}
