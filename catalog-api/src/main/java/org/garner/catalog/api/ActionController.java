package org.garner.catalog.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/** The addresses of the Action API. */
@RestController
@CrossOrigin(
        origins = "*",
        methods = {RequestMethod.GET, RequestMethod.POST, RequestMethod.OPTIONS},
        allowedHeaders = {"X-CKAN-API-KEY", "Authorization", "Content-Type"})
class ActionController {

    /** As CKAN says it. */
    private static final String ONLY_POST = "JSON Error: Invalid request. Please use POST method for your request";

    private final Map<String, Action> actions;
    private final Answering answering;

    ActionController(List<Action> actions, Answering answering) {
        this.actions = actions.stream().collect(Collectors.toUnmodifiableMap(Action::name, Function.identity()));
        this.answering = answering;
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
        answering.answer(
                request,
                response,
                name,
                Answering.Form.IN_ENVELOPE,
                (parameters, result) -> act(request, named(name), parameters, result));
    }

    private Action named(String name) {
        return Optional.ofNullable(actions.get(name))
                .orElseThrow(
                        () -> new RefusedException(new ActionFailure.BadRequest("Action name not known: " + name)));
    }

    private static void act(HttpServletRequest request, Action action, Parameters parameters, JsonGenerator result) {
        if (action instanceof WriteAction write) {
            if (!request.getMethod().equals("POST")) {
                throw new RefusedException(new ActionFailure.BadRequest(ONLY_POST));
            }
            parameters.requireAnywhere(write.needs());
        }
        action.answer(parameters, result);
    }
}
