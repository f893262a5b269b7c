package org.garner.control;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets only those who bring the admin token speak to job control. Without a token in the settings nobody may. */
class TokenFilter extends OncePerRequestFilter {
    private static final String SCHEME = "Bearer ";

    private final byte[] token;

    TokenFilter(String token) {
        this.token = token.strip().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/api/v1");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var header = request.getHeader("Authorization");
        var given = header != null && header.startsWith(SCHEME)
                ? header.substring(SCHEME.length()).strip()
                : "";
        if (token.length > 0 && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))) {
            chain.doFilter(request, response);
            return;
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
    }
}
