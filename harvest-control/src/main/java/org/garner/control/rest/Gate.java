package org.garner.control.rest;

import jakarta.servlet.http.HttpServletRequest;
import org.garner.catalog.access.Access;
import org.garner.catalog.access.Caller;
import org.garner.catalog.access.Callers;
import org.garner.catalog.access.Decision;
import org.garner.catalog.access.Permission;
import org.garner.catalog.access.Target;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Lets the caller of the request at hand through, or answers why not: 401 when a token may help, 403 when this one does not suffice. */
class Gate {
    private final Callers callers;

    Gate(Callers callers) {
        this.callers = callers;
    }

    /** @throws ProblemException when the caller may not do this */
    void require(Permission permission, Target target) {
        require(request(), permission, target);
    }

    void require(HttpServletRequest request, Permission permission, Target target) {
        switch (Access.decide(callers.of(request), permission, target)) {
            case Decision.Granted granted -> {}
            case Decision.Forbidden(var reason) -> throw new ProblemException(ProblemCode.FORBIDDEN, reason);
            case Decision.Unknown(var reason) ->
                throw new ProblemException(ProblemCode.UNAUTHORIZED, reason)
                        .with(
                                HttpHeaders.WWW_AUTHENTICATE,
                                request.getHeader(HttpHeaders.AUTHORIZATION) == null
                                        ? "Bearer realm=\"garner\""
                                        : "Bearer realm=\"garner\", error=\"invalid_token\"");
        }
    }

    /** True while who sent the request may still do this: their token may have been revoked since, or have expired. */
    boolean still(HttpServletRequest request, Permission permission, Target target) {
        return Access.decide(callers.again(request), permission, target).granted();
    }

    Caller caller() {
        return callers.of(request());
    }

    /** Who asks, by the name that the ledger and the audit trail know: the one place that says so. */
    String asker() {
        return caller().name();
    }

    private static HttpServletRequest request() {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
            return attributes.getRequest();
        }
        throw new IllegalStateException(
                "Somebody must ask before it can be said what they may do; there is no request");
    }
}
