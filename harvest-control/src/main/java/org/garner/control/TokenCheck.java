package org.garner.control;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets only those who bring the admin token speak to job control; without a token in the settings nobody may. It looks at who would answer, not at
 * the path: an address can be written in many ways.
 */
class TokenCheck implements HandlerInterceptor {
    private static final String SCHEME = "Bearer ";

    private final byte[] token;

    TokenCheck(String token) {
        this.token = token.strip().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (!(handler instanceof HandlerMethod method) || method.getBeanType() != JobsController.class) {
            return true;
        }
        var header = request.getHeader("Authorization");
        var given = header != null && header.startsWith(SCHEME)
                ? header.substring(SCHEME.length()).strip()
                : "";
        if (token.length > 0 && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))) {
            return true;
        }
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        response.setHeader("WWW-Authenticate", "Bearer");
        response.setContentType("application/problem+json");
        response.getWriter()
                .write("{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,\"detail\":\""
                        + (token.length == 0
                                ? "This server has no admin token, so job control is closed. Set GARNER_ADMIN_TOKEN."
                                : "Job control needs the header Authorization: Bearer TOKEN with the admin token of"
                                        + " this server.")
                        + "\"}");
        return false;
    }
}
