package org.garner.catalog.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.stream.Stream;
import org.garner.catalog.access.Caller.Anybody;
import org.jspecify.annotations.Nullable;

/**
 * Recognises who asks by the token that clients send: raw in {@code X-CKAN-API-Key} or {@code Authorization}, or there as {@code Bearer}. A token that
 * is not ours makes nobody of its bearer, as in CKAN: a key of another catalogue must not keep anyone from reading this one.
 */
public class Callers {

    private static final String BEARER = "bearer";
    private static final String KNOWN = Callers.class.getName();

    private final Tokens tokens;

    Callers(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Who sent this request; found out once for each. */
    public Caller of(HttpServletRequest request) {
        if (request.getAttribute(KNOWN) instanceof Caller known) {
            return known;
        }
        var caller = find(request);
        request.setAttribute(KNOWN, caller);
        return caller;
    }

    /** Who sent this request as it is now: a request may be answered for hours, and its token be revoked meanwhile. */
    public Caller again(HttpServletRequest request) {
        return find(request);
    }

    /** Who sent this request, if that was found out already: the database is not asked. */
    static Caller known(HttpServletRequest request) {
        return request.getAttribute(KNOWN) instanceof Caller known ? known : Caller.ANYBODY;
    }

    private Caller find(HttpServletRequest request) {
        var found = Stream.of("X-CKAN-API-Key", "Authorization")
                .map(request::getHeader)
                .map(Callers::token)
                .filter(token -> !token.isEmpty())
                .map(tokens::bearer)
                .toList();
        return found.stream()
                .filter(Caller.Bearer.class::isInstance)
                .findFirst()
                .or(() -> found.stream().findFirst())
                .orElseGet(() -> new Anybody(tokens.closed().orElse(null)));
    }

    /** What another scheme says (the Basic of a proxy) keeps its blank, and so equals no token. */
    private static String token(@Nullable String header) {
        var text = header == null ? "" : header.strip();
        var scheme = text.toLowerCase(Locale.ROOT);
        return scheme.equals(BEARER) || scheme.startsWith(BEARER + " ")
                ? text.substring(BEARER.length()).strip()
                : text;
    }
}
