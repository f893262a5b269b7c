package org.garner.ledger;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The form of a URL that says whether two sources are the same: lower-case scheme and host, no default port, no fragment, no slash at the end,
 * no parameters that every OGC request carries. Other parameters stay: they choose a catalogue on many servers.
 */
final class SourceUrl {
    private static final Set<String> OGC = Set.of("service", "request", "version", "acceptversions");

    private SourceUrl() {}

    static String normal(URI url) {
        var scheme = url.getScheme().toLowerCase(Locale.ROOT);
        var port = url.getPort() < 0
                        || ("http".equals(scheme) && url.getPort() == 80)
                        || ("https".equals(scheme) && url.getPort() == 443)
                ? ""
                : ":" + url.getPort();
        var path = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
        var query = url.getRawQuery() == null
                ? ""
                : Arrays.stream(url.getRawQuery().split("&"))
                        .filter(part -> !part.isBlank()
                                && !OGC.contains(part.replaceAll("=.*", "").toLowerCase(Locale.ROOT)))
                        .sorted()
                        .collect(Collectors.joining("&"));
        return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + port + path
                + (query.isEmpty() ? "" : "?" + query);
    }
}
