package org.garner.control.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses parameters that nobody reads: a filter that is misspelt must not show everything. */
class ParameterCheck implements HandlerInterceptor {
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method) || !RestConfiguration.serves(method)) {
            return true;
        }
        var known = parameters(method);
        request.getParameterMap().forEach((name, values) -> {
            if (!known.contains(name)) {
                throw ProblemException.parameter("There is no parameter '%s' here; known: %s."
                        .formatted(name, known.isEmpty() ? "none" : String.join(", ", known)));
            }
            if (values.length > 1 || values[0].indexOf('\0') >= 0) {
                throw ProblemException.parameter(
                        "The parameter %s is given once, and has no NUL character.".formatted(name));
            }
        });
        return true;
    }

    static Set<String> parameters(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
                .map(ParameterCheck::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(MethodParameter parameter) {
        var given = parameter.getParameterAnnotation(RequestParam.class);
        return given == null || given.name().isEmpty()
                ? parameter.getParameter().getName()
                : given.name();
    }
}
