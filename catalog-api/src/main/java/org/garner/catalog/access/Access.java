package org.garner.catalog.access;

import org.garner.catalog.access.Caller.Bearer;
import org.garner.catalog.store.access.ApiToken.Grant;
import org.garner.catalog.store.access.Role;
import org.garner.catalog.store.access.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides who may do what. A permission takes a role, for sources, tokens and the like a role at the publisher concerned, and a
 * token whose scope covers it.
 */
public final class Access {
    private Access() {}

    public static Decision decide(Caller caller, Permission permission, Target target) {
        var least = permission.least();
        if (least == null) {
            return new Decision.Granted();
        }
        return switch (caller) {
            case Caller.Anybody(var trouble) -> new Decision.Unknown(unknown(permission, trouble));
            case Bearer(var token, var grant) -> {
                var refusal = refusal(grant, permission, least, target);
                yield refusal == null ? new Decision.Granted() : new Decision.Forbidden(refusal);
            }
        };
    }

    public static boolean may(Caller caller, Permission permission) {
        return decide(caller, permission, Target.INSTALLATION).granted();
    }

    private static String unknown(Permission permission, @Nullable String trouble) {
        return trouble == null
                ? "To %s takes a token. Send it as the header Authorization: Bearer TOKEN.".formatted(permission.deed())
                : "To %s takes a token that holds. %s".formatted(permission.deed(), trouble);
    }

    private static @Nullable String refusal(Grant grant, Permission permission, Role least, Target target) {
        if (!grant.role().atLeast(least) || !reaches(grant, permission, target)) {
            return "To %s takes %s. The token '%s' has the role %s."
                    .formatted(asked(permission, target), wanted(permission, least, target), grant.name(), held(grant));
        }
        if (!grant.scope().covers(permission.scope())) {
            return "To %s takes a token of the scope %s; that of '%s' is %s."
                    .formatted(
                            asked(permission, target),
                            permission.scope().word() + (permission.scope().covers(Scope.ALL) ? "" : " or wider"),
                            grant.name(),
                            grant.scope().word());
        }
        return null;
    }

    /** Whether what the caller has it for includes the target. */
    private static boolean reaches(Grant grant, Permission permission, Target target) {
        if (!permission.ofPublisher() || grant.role() == Role.SYSADMIN) {
            return true;
        }
        return switch (target) {
            case Target.Anything() -> true;
            case Target.Installation() -> false;
            case Target.Source(var name, var publisher) -> publisher != null && publisher.equals(grant.publisher());
            case Target.Publisher(var name) -> name.equals(grant.publisher());
        };
    }

    private static String asked(Permission permission, Target target) {
        return permission.deed()
                + switch (target) {
                    case Target.Anything() -> "";
                    case Target.Installation() -> permission.ofPublisher() ? " of no publisher" : "";
                    case Target.Source(var name, var publisher) ->
                        (permission == Permission.EDIT_SOURCE ? " the source " : " of the source ") + name;
                    case Target.Publisher(var name) -> " of the publisher " + name;
                };
    }

    private static String wanted(Permission permission, Role least, Target target) {
        if (!permission.ofPublisher()) {
            return least == Role.SYSADMIN ? "a sysadmin" : "at least the role " + least.word();
        }
        var roles = least == Role.ADMIN ? "an admin" : "an editor or admin";
        return switch (target) {
            case Target.Anything() -> "%s of a publisher, or a sysadmin".formatted(roles);
            case Target.Installation() -> "a sysadmin";
            case Target.Source(var name, var publisher) ->
                publisher == null
                        ? "a sysadmin, because it has no publisher"
                        : "%s of its publisher %s, or a sysadmin".formatted(roles, publisher);
            case Target.Publisher(var name) -> "%s of it, or a sysadmin".formatted(roles);
        };
    }

    private static String held(Grant grant) {
        var role = grant.role().word();
        return grant.publisher() == null ? role : "%s of %s".formatted(role, grant.publisher());
    }
}
