package org.garner.control.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.garner.catalog.access.AuditTrail.Deed;
import org.garner.catalog.store.access.AuditEvent;
import org.garner.catalog.store.access.AuditEvent.Outcome;
import org.garner.harvest.http.Secrets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the request at hand asks for, gathered for the audit trail while it is worked on, by the thread of the request. */
final class Asked {
    private static final String ATTRIBUTE = Asked.class.getName();
    /** Kept short: the trail is read by people, and a source's configuration may have a megabyte. */
    private static final int LONGEST_DETAIL = 8_000;

    private final String action;
    private final boolean changing;
    private final Map<String, JsonNode> detail = new TreeMap<>();
    private AuditEvent.@Nullable Target target;
    private boolean inTransaction;
    private boolean written;

    private Asked(String action, boolean changing, AuditEvent.@Nullable Target target) {
        this.action = action;
        this.changing = changing;
        this.target = target;
    }

    /** @param path the pattern of the path, which names the action */
    static void begin(HttpServletRequest request, String path, Map<String, String> variables) {
        var method = request.getMethod();
        var target = variables.entrySet().stream()
                // Of a record of a source or of an object of a job the thing itself, not what it belongs to.
                .max(Map.Entry.comparingByKey(Comparator.comparingInt(name -> path.lastIndexOf(name + "}"))))
                .map(entry -> new AuditEvent.Target(entry.getKey(), Secrets.hidden(entry.getValue())))
                .orElse(null);
        var asked = new Asked(method + " " + path, !method.equals("GET") && !method.equals("HEAD"), target);
        request.getParameterMap()
                .forEach((name, values) -> asked.put(
                        name,
                        Secrets.isSecret(name) ? AuditDetail.masked() : AuditDetail.text(String.join(",", values))));
        request.setAttribute(ATTRIBUTE, asked);
    }

    /** What is asked for in another way than by the endpoint's paths: always something that changes something. */
    static Asked begin(HttpServletRequest request, String action, JsonNode body) {
        var asked = new Asked(action, true, null);
        asked.body(body);
        request.setAttribute(ATTRIBUTE, asked);
        return asked;
    }

    static Optional<Asked> of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Asked asked ? Optional.of(asked) : Optional.empty();
    }

    static Optional<HttpServletRequest> request() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? Optional.of(attributes.getRequest())
                : Optional.empty();
    }

    /** Says what the request at hand acts on, when its path does not: a source that was made, say. */
    static void concerns(String kind, Object id) {
        request().flatMap(Asked::of).ifPresent(asked -> asked.target = new AuditEvent.Target(kind, id.toString()));
    }

    /** Says the id of what the path names in another way. */
    static void resolved(String kind, Object id) {
        request()
                .flatMap(Asked::of)
                .filter(asked -> asked.target != null && asked.target.kind().equals(kind))
                .ifPresent(asked -> asked.target = new AuditEvent.Target(kind, id.toString()));
    }

    /** Notes something about the request at hand that its readers will want to know, such as the job it started. */
    static void note(String name, Object value) {
        request().flatMap(Asked::of).ifPresent(asked -> asked.put(name, AuditDetail.text(value.toString())));
    }

    void body(JsonNode body) {
        put("body", AuditDetail.shown(body));
    }

    private void put(String name, JsonNode value) {
        detail.put(name, value);
    }

    /** True when it changes something, unless it is refused. */
    boolean changes() {
        return changing;
    }

    /** True until an event of its success has been committed. */
    boolean unwritten() {
        return !written;
    }

    void writing() {
        inTransaction = true;
    }

    void ended(boolean committed) {
        written |= inTransaction && committed;
        inTransaction = false;
    }

    Deed deed(Outcome outcome, @Nullable String reason) {
        if (reason != null) {
            put("reason", AuditDetail.text(reason));
        }
        var json = JsonMapper.shared().writeValueAsString(detail);
        if (json.length() > LONGEST_DETAIL) {
            detail.replaceAll((name, value) -> value.toString().length() > LONGEST_DETAIL / 8
                    ? AuditDetail.text("%.200s… (%d characters)"
                            .formatted(value, value.toString().length()))
                    : value);
            json = JsonMapper.shared().writeValueAsString(detail);
        }
        return new Deed(action, target, json, outcome);
    }
}
