package org.garner.catalog.access;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.garner.catalog.access.Caller.Bearer;
import org.garner.catalog.store.Ids;
import org.garner.catalog.store.access.AuditEvent;
import org.garner.catalog.store.access.AuditEvent.Actor;
import org.garner.catalog.store.access.AuditEvent.Origin;
import org.garner.catalog.store.access.AuditEvent.Outcome;
import org.garner.catalog.store.access.AuditEvents;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down who did what, and who was refused what. Refusals of callers that nobody knows are bounded: whoever finds the server must not be able to
 * fill its database.
 */
public class AuditTrail {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    private static final String REQUEST_ID = "X-Request-Id";
    private static final String REFUSED = AuditTrail.class.getName() + ".refused";
    private static final Pattern USABLE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int STRANGERS_PER_MINUTE = 60;

    private final AuditEvents events;
    private final Clock clock;

    private Instant minute = Instant.EPOCH;
    private int strangers;

    AuditTrail(AuditEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /** What happened, before it is known who asked. */
    public record Deed(String action, AuditEvent.@Nullable Target target, String detail, Outcome outcome) {}

    /**
     * Writes an event in the transaction of this thread, so that what was done and the event are there together or not at all.
     *
     * @throws RuntimeException when it cannot be written: then what it tells of must not happen either
     */
    public void within(HttpServletRequest request, Deed deed) {
        events.add(event(request, deed));
    }

    /** Writes an event after the fact; that a request was refused, once. What cannot be written into the database goes into the log. */
    public void after(HttpServletRequest request, Deed deed) {
        if (deed.outcome() == Outcome.REFUSED && request.getAttribute(REFUSED) != null) {
            return;
        }
        if (deed.outcome() == Outcome.REFUSED) {
            request.setAttribute(REFUSED, true);
        }
        var event = event(request, deed);
        if (deed.outcome() == Outcome.REFUSED && event.actor().role() == null && !admit()) {
            return;
        }
        try {
            events.add(event);
        } catch (RuntimeException e) {
            LOG.error("This audit event could not be written into the database: {}", event, e);
        }
    }

    private AuditEvent event(HttpServletRequest request, Deed deed) {
        return new AuditEvent(
                Ids.next(),
                clock.instant(),
                actor(Callers.known(request)),
                deed.action(),
                deed.target(),
                deed.detail(),
                deed.outcome(),
                new Origin(requestId(request), request.getRemoteAddr()));
    }

    private static Actor actor(Caller caller) {
        return switch (caller) {
            case Caller.Anybody anybody -> new Actor(null, caller.name(), null);
            case Bearer(var token, var grant) -> new Actor(token, caller.name(), grant.role());
        };
    }

    /** What the client or a proxy calls this request, or a name of our own: the same for the whole request. */
    public static String requestId(HttpServletRequest request) {
        if (request.getAttribute(REQUEST_ID) instanceof String known) {
            return known;
        }
        var stated = request.getHeader(REQUEST_ID);
        var id = stated != null && USABLE_ID.matcher(stated).matches()
                ? stated
                : UUID.randomUUID().toString();
        request.setAttribute(REQUEST_ID, id);
        return id;
    }

    /** The answers that bear {@link #requestId} bear it here. */
    public static String requestIdHeader() {
        return REQUEST_ID;
    }

    private synchronized boolean admit() {
        var now = clock.instant();
        if (now.isAfter(minute.plus(MINUTE))) {
            if (strangers > STRANGERS_PER_MINUTE) {
                LOG.warn(
                        "{} requests of unknown callers were refused in a minute; the first {} are in the audit trail",
                        strangers,
                        STRANGERS_PER_MINUTE);
            }
            minute = now;
            strangers = 0;
        }
        return ++strangers <= STRANGERS_PER_MINUTE;
    }
}
