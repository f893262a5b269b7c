package org.garner.catalog.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Recognises who asks by the token that CKAN's clients send: raw in {@code X-CKAN-API-Key} or {@code Authorization}, or there as {@code Bearer}. A
 * token that is not ours makes nobody of its bearer, as in CKAN: a key of another catalogue must not keep anyone from reading this one.
 */
@Component
public class Callers {

    private static final String BEARER = "bearer ";

    private final SysadminToken ours;

    Callers(@Value(SysadminToken.SETTING) String token) {
        this.ours = new SysadminToken(token);
    }

    public Caller of(HttpServletRequest request) {
        return Stream.of("X-CKAN-API-Key", "Authorization")
                        .map(request::getHeader)
                        .map(Callers::token)
                        .anyMatch(ours::is)
                ? Caller.SYSADMIN
                : Caller.ANYBODY;
    }

    /** What another scheme says (the Basic of a proxy) keeps its blank, and so equals no token. */
    private static String token(@Nullable String header) {
        var text = header == null ? "" : header.strip();
        return text.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? text.substring(BEARER.length()).strip()
                : text;
    }
}
