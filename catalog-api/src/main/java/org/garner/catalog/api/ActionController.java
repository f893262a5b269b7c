package org.garner.catalog.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.exc.JacksonIOException;

/** The addresses of the Action API: finds the action, reads the parameters, and puts result or failure into CKAN's envelope. */
@RestController
@CrossOrigin(
        origins = "*",
        methods = {RequestMethod.GET, RequestMethod.POST, RequestMethod.OPTIONS},
        allowedHeaders = {"X-CKAN-API-KEY", "Authorization", "Content-Type"})
class ActionController {

    private static final Logger LOG = LoggerFactory.getLogger(ActionController.class);

    /** A name, or names joined by dots: anything else could bring a script of its own into the page. */
    private static final Pattern CALLBACK = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$.]{0,127}");

    private final Map<String, ReadAction> actions;
    private final Envelope envelope;
    private final Callers callers;

    ActionController(List<ReadAction> actions, Envelope envelope, Callers callers) {
        this.actions = actions.stream().collect(Collectors.toUnmodifiableMap(ReadAction::name, Function.identity()));
        this.envelope = envelope;
        this.callers = callers;
    }

    @GetMapping(path = {"/api", "/api/"})
    Map<String, Integer> version() {
        return Map.of("version", 3);
    }

    @GetMapping(path = {"/api/{version:[123]}", "/api/{version:[123]}/"})
    Map<String, Integer> version(@PathVariable("version") int version) {
        return Map.of("version", version);
    }

    @RequestMapping(
            path = {"/api/action/{name}", "/api/3/action/{name}"},
            method = {RequestMethod.GET, RequestMethod.POST})
    void act(@PathVariable("name") String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var body = new ReplyBody(response, Optional.empty());
        try {
            var callback = callback(request);
            body = new ReplyBody(response, callback);
            var action = Optional.ofNullable(actions.get(name))
                    .orElseThrow(
                            () -> new RefusedException(new ActionFailure.BadRequest("Action name not known: " + name)));
            // A script of any page can ask with the identity of whoever reads that page; it gets what everybody may
            // see.
            var caller = callback.isPresent() ? Caller.ANYBODY : callers.of(request);
            var parameters = ParameterReader.read(request).by(caller);
            envelope.success(request, name, body, result -> action.answer(parameters, result));
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
            body.endAs(failure.status(), envelope.failure(request, name, failure));
        }
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
