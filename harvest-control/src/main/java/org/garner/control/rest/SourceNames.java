package org.garner.control.rest;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of sources: the slug of host and path unless someone chose one. */
final class SourceNames {
    private static final Pattern VALID = Pattern.compile("[a-z0-9_-]{2,100}");

    private SourceNames() {}

    static boolean valid(String name) {
        return VALID.matcher(name).matches();
    }

    static String of(URI url) {
        var path = url.getPath() == null ? "" : url.getPath();
        var slug = (url.getHost() + (url.getPort() < 0 ? "" : "-" + url.getPort()) + "-" + path)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return slug.length() > 90 ? slug.substring(0, 90) : slug;
    }
}
