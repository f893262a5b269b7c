package org.garner;

import java.net.URI;
import java.net.URISyntaxException;
import org.garner.console.CommandException;

/** Addresses as they are typed. */
final class Addresses {
    private Addresses() {}

    /** Where a provider finds out who asks, sent with every request: {@code GARNER_HTTP_CONTACT}, which each operator sets for itself. */
    static URI contact() {
        var stated = System.getenv("GARNER_HTTP_CONTACT");
        return URI.create(stated == null || stated.isBlank() ? "https://garner.example/" : stated.strip());
    }

    /**
     * The address of a source.
     *
     * @throws CommandException when it is no absolute http or https address
     */
    static URI source(String typed) {
        try {
            var url = new URI(typed.strip());
            var scheme = url.getScheme();
            if (url.getHost() == null || scheme == null || !(scheme.equals("http") || scheme.equals("https"))) {
                throw CommandException.wrongUsage(
                        "The address of a source begins with http:// or https:// and a host, but was '%s'"
                                .formatted(typed));
            }
            return url;
        } catch (URISyntaxException e) {
            throw CommandException.wrongUsage("'%s' is no address: %s".formatted(typed, e.getReason()));
        }
    }
}
