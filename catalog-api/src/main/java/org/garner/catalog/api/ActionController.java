package org.garner.catalog.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    ActionController(List<ReadAction> actions, Envelope envelope) {
        this.actions = actions.stream().collect(Collectors.toUnmodifiableMap(ReadAction::name, Function.identity()));
        this.envelope = envelope;
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
        var body = new ByteArrayOutputStream(4096);
        Optional<String> callback = Optional.empty();
        var status = 200;
        try {
            callback = callback(request);
            var action = Optional.ofNullable(actions.get(name))
                    .orElseThrow(
                            () -> new RefusedException(new ActionFailure.BadRequest("Action name not known: " + name)));
            var parameters = ParameterReader.read(request);
            envelope.success(request, name, body, result -> action.answer(parameters, result));
        } catch (RefusedException e) {
            status = e.failure().status();
            body.reset();
            envelope.failure(request, name, body, e.failure());
        } catch (RuntimeException e) {
            LOG.error("The action {} failed for {} {}", name, request.getMethod(), request.getRequestURI(), e);
            status = 500;
            body.reset();
            envelope.failure(request, name, body, new ActionFailure.Internal());
        }
        send(response, status, body, callback);
    }

    private static Optional<String> callback(HttpServletRequest request) {
        var callback = ParameterReader.callback(request);
        if (callback.isPresent() && !CALLBACK.matcher(callback.get()).matches()) {
            throw new RefusedException(new ActionFailure.BadRequest("the callback is not the name of a function"));
        }
        return callback;
    }

    private static void send(
            HttpServletResponse response, int status, ByteArrayOutputStream body, Optional<String> callback)
            throws IOException {
        response.setStatus(status);
        response.setHeader("X-Content-Type-Options", "nosniff");
        var out = response.getOutputStream();
        if (callback.isEmpty() || status != 200) {
            response.setContentType("application/json;charset=utf-8");
            response.setContentLength(body.size());
            body.writeTo(out);
            return;
        }
        response.setContentType("application/javascript;charset=utf-8");
        out.write((callback.get() + "(").getBytes(StandardCharsets.UTF_8));
        body.writeTo(out);
        out.write(");".getBytes(StandardCharsets.UTF_8));
    }
}
