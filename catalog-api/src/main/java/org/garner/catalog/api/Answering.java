package org.garner.catalog.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.garner.catalog.access.AuditTrail;
import org.garner.catalog.access.AuditTrail.Deed;
import org.garner.catalog.access.Caller;
import org.garner.catalog.access.Callers;
import org.garner.catalog.store.access.AuditEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.json.JsonMapper;

/** Answers a request by an action: reads the parameters and puts result or failure into CKAN's envelope. */
@Component
class Answering {

    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

    /** A name, or names joined by dots: anything else could bring a script of its own into the page. */
    private static final Pattern CALLBACK = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$.]{0,127}");

    private final Envelope envelope;
    private final Callers callers;
    private final AuditTrail audit;

    Answering(Envelope envelope, Callers callers, AuditTrail audit) {
        this.envelope = envelope;
        this.callers = callers;
        this.audit = audit;
    }

    /** How a result is sent. */
    enum Form {
        IN_ENVELOPE,
        /** As the first versions of the API did; a failure has an envelope all the same. */
        BARE
    }

    /**
     * Answers completely, also when the action fails.
     *
     * @param name the action's name in CKAN, where {@code help} points
     * @param action writes exactly one value
     */
    void answer(
            HttpServletRequest request,
            HttpServletResponse response,
            String name,
            Form form,
            BiConsumer<Parameters, JsonGenerator> action)
            throws IOException {
        var body = new ReplyBody(response, Optional.empty());
        try {
            var callback = callback(request);
            body = new ReplyBody(response, callback);
            // A script of any page can ask with the identity of whoever reads that page; it gets what everybody may
            // see.
            var caller = callback.isPresent() ? Caller.ANYBODY : callers.of(request);
            var parameters = ParameterReader.read(request).by(caller);
            if (form == Form.BARE) {
                Envelope.bare(body, result -> action.accept(parameters, result));
            } else {
                envelope.success(request, name, body, result -> action.accept(parameters, result));
            }
            body.end();
        } catch (RuntimeException e) {
            if (body.isOnItsWay()) {
                if (!(e instanceof JacksonIOException)) {
                    LOG.error("The answer of {} for {} broke off", name, request.getRequestURI(), e);
                }
                // The server cuts the connection, so that the client does not take a part for the whole.
                throw e;
            }
            var failure = failure(name, request, e);
            if (failure instanceof ActionFailure.NotAllowed refused) {
                audit.after(request, refusal(name, refused));
            }
            body.endAs(failure.status(), envelope.failure(request, name, failure));
        }
    }

    private static Deed refusal(String name, ActionFailure.NotAllowed refused) {
        var detail = JsonMapper.shared().createObjectNode().put("reason", refused.detail());
        return new Deed(name, null, detail.toString(), AuditEvent.Outcome.REFUSED);
    }

    private static ActionFailure failure(String name, HttpServletRequest request, RuntimeException e) {
        if (e instanceof RefusedException refused) {
            return refused.failure();
        }
        LOG.error("The action {} failed for {} {}", name, request.getMethod(), request.getRequestURI(), e);
        return new ActionFailure.Internal();
    }

    private static Optional<String> callback(HttpServletRequest request) {
        var callback = ParameterReader.callback(request);
        if (callback.isPresent() && !CALLBACK.matcher(callback.get()).matches()) {
            throw new RefusedException(new ActionFailure.BadRequest("the callback is not the name of a function"));
        }
        return callback;
    }
}
