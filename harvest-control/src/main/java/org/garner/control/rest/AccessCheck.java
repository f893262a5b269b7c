package org.garner.control.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.garner.catalog.access.Permission;
import org.garner.catalog.access.Target;
import org.garner.harvest.HarvestSource;
import org.garner.ledger.Jobs;
import org.garner.ledger.Sources;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Lets only those call a method of job control who may, as {@link Needs} says. It looks at who would answer, not at the path: an address can be written
 * in many ways.
 */
class AccessCheck implements HandlerInterceptor {
    private static final Set<Permission> OF_SOURCE = Set.of(Permission.OPERATE_SOURCE, Permission.EDIT_SOURCE);

    private final Gate gate;
    private final Sources sources;
    private final Jobs jobs;

    AccessCheck(Gate gate, Sources sources, Jobs jobs) {
        this.gate = gate;
        this.sources = sources;
        this.jobs = jobs;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && RestConfiguration.serves(method)) {
            var permission = needed(method);
            // First whether at all: who may nothing of the kind is not told which sources there are.
            gate.require(request, permission, Target.ANYTHING);
            if (OF_SOURCE.contains(permission)) {
                require(request, permission);
            }
        }
        return true;
    }

    static Permission needed(HandlerMethod method) {
        var needs = method.getMethodAnnotation(Needs.class);
        return needs == null ? Permission.OPERATE_ALL : needs.value();
    }

    /** Asks for the source that the path means. One that does not exist is the method's to report; what is no name of a source is for sysadmins. */
    private void require(HttpServletRequest request, Permission permission) {
        var path = variables(request);
        var source = path.get("source");
        var job = Optional.ofNullable(path.get("job")).flatMap(AccessCheck::id);
        if (source != null) {
            sources.find(source).map(Sources.Stored::source).ifPresent(found -> {
                Asked.resolved("source", found.id());
                require(request, permission, found);
            });
        } else if (job.isPresent()) {
            jobs.find(job.get())
                    .flatMap(found -> sources.byId(found.source()))
                    .ifPresent(found -> require(request, permission, found));
        } else {
            gate.require(request, permission, Target.INSTALLATION);
        }
    }

    private void require(HttpServletRequest request, Permission permission, HarvestSource source) {
        Asked.note("source", source.name());
        gate.require(request, permission, new Target.Source(source.name(), source.ownerOrg()));
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, String> variables(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                ? (Map<String, String>) variables
                : Map.of();
    }
}
