package org.garner.control.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.garner.catalog.api.SysadminToken;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets only those who bring the admin token speak to job control; without a token in the settings nobody may. It looks at who would answer, not at
 * the path: an address can be written in many ways. The description of the endpoint is no secret.
 */
class TokenCheck implements HandlerInterceptor {
    private static final String SCHEME = "Bearer ";

    private final SysadminToken ours;

    TokenCheck(SysadminToken ours) {
        this.ours = ours;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method) || !guards(method)) {
            return true;
        }
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        var given = header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : "";
        if (ours.is(given)) {
            return true;
        }
        throw new ProblemException(ProblemCode.UNAUTHORIZED, why(given))
                .with(
                        HttpHeaders.WWW_AUTHENTICATE,
                        given.isEmpty()
                                ? "Bearer realm=\"garner\""
                                : "Bearer realm=\"garner\", error=\"invalid_token\"");
    }

    private static boolean guards(HandlerMethod method) {
        return RestConfiguration.serves(method) && method.getBeanType() != OpenApiController.class;
    }

    private String why(String given) {
        if (!ours.isSet()) {
            return "This server has no admin token, so job control is closed. Set GARNER_ADMIN_TOKEN.";
        }
        return given.isEmpty()
                ? "Job control needs the header Authorization: Bearer TOKEN with the admin token of this server."
                : "The token is not the admin token of this server. Was it started with another data folder?";
    }
}
