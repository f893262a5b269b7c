package org.garner.harvest.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.garner.harvest.HarvestFailure;
import org.garner.harvest.HarvestSource;
import org.jspecify.annotations.Nullable;

/**
 * One step on the way to an answer: the caller's request, or where it was redirected to.
 *
 * @param origin what the caller asked for
 * @param uri where this step goes
 * @param method its method
 * @param trusted whether this step goes to the host that the caller named, which alone may see the caller's credentials
 * @param attempt how often the request was sent before
 */
record Hop(SourceRequest origin, URI uri, String method, boolean trusted, int attempt) {
    /** Headers that the client sets, or that the HTTP connection owns. */
    private static final Set<String> OWN =
            Set.of("host", "accept-encoding", "connection", "content-length", "expect", "upgrade", "transfer-encoding");

    /** Headers that a redirect to another host may carry; any other may hold a key. */
    private static final Set<String> HARMLESS =
            Set.of("accept", "accept-language", "content-type", "user-agent", "soapaction");

    static Hop first(SourceRequest request, int attempt) {
        return new Hop(request, request.uri(), request.method(), true, attempt);
    }

    String host() {
        return HarvestSource.hostOf(uri);
    }

    boolean secure() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /**
     * The next step. A POST stays a POST but after 303: harvesting only reads, so repeating it is safe, and a catalogue that moved from http to
     * https with a 301 still wants the query that is in the body.
     *
     * @throws SourceException when the new address is none that may be followed
     */
    Hop redirected(Answer.Elsewhere to) throws SourceException {
        URI next;
        try {
            var place = to.location().strip().replace(" ", "%20");
            next = uri.resolve(new URI(place).parseServerAuthority());
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw unexpected("a redirect to an address", "'" + Secrets.excerpt(to.location()) + "'");
        }
        if (next.getHost() == null) {
            throw unexpected("a redirect to an address with a host", "'" + Secrets.excerpt(to.location()) + "'");
        }
        if (secure() && !"https".equalsIgnoreCase(next.getScheme())) {
            throw new SourceException(new HarvestFailure.ForbiddenAddress(
                    Secrets.hidden(next), "%s redirects there, away from https".formatted(Secrets.hidden(uri))));
        }
        return new Hop(
                origin,
                next,
                to.status() == 303 && !method.equals("HEAD") ? "GET" : method,
                trusted && sameServer(uri, next),
                attempt);
    }

    /** The same host at the same port, or at the usual port of either scheme. */
    private static boolean sameServer(URI one, URI other) {
        return one.getHost().equalsIgnoreCase(other.getHost())
                && (port(one) == port(other) || (usual(one) && usual(other)));
    }

    private static boolean usual(URI uri) {
        return port(uri) == ("https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private SourceException unexpected(String expected, String found) {
        return new SourceException(new HarvestFailure.Unexpected(Secrets.hidden(uri), expected, found));
    }

    /**
     * The request of this step. Over http it goes to the checked address itself, with the host's name in the Host header, so that no second
     * look-up of the name decides where it goes. Over https it goes to the name, because the name selects and proves the certificate: a name
     * that suddenly resolves to another machine fails the handshake, before anything is asked.
     *
     * @throws IllegalArgumentException when a header or the address cannot be sent
     */
    HttpRequest request(InetAddress address, String userAgent) {
        var builder = HttpRequest.newBuilder(target(address));
        if (!secure()) {
            builder.setHeader("Host", uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort());
        }
        builder.setHeader("User-Agent", userAgent);
        builder.setHeader("Accept-Encoding", Decoding.OFFERED);
        var credentials = origin.uri().getUserInfo();
        if (trusted && credentials != null) {
            var pair = credentials.getBytes(StandardCharsets.UTF_8);
            builder.setHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        for (var header : headers()) {
            builder.setHeader(header.getKey(), header.getValue());
        }
        var validator = origin.validator();
        if (validator != null && validator.startsWith("etag:")) {
            builder.setHeader("If-None-Match", validator.substring("etag:".length()));
        } else if (validator != null && validator.startsWith("date:")) {
            builder.setHeader("If-Modified-Since", validator.substring("date:".length()));
        }
        return builder.method(method, body()).build();
    }

    private List<Map.Entry<String, String>> headers() {
        var all = new ArrayList<Map.Entry<String, String>>();
        for (var header : origin.headers().entrySet()) {
            var name = header.getKey().toLowerCase(Locale.ROOT);
            var bodyless = name.equals("content-type") && !method.equals("POST");
            if (!OWN.contains(name) && !bodyless && (trusted || HARMLESS.contains(name))) {
                all.add(header);
            }
        }
        return all;
    }

    private HttpRequest.BodyPublisher body() {
        @Nullable String text = method.equals("POST") ? origin.body() : null;
        return text == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(text);
    }

    private URI target(InetAddress address) {
        var host = uri.getHost();
        if (!secure()) {
            var literal = address.getHostAddress();
            var zone = literal.indexOf('%');
            literal = zone < 0 ? literal : literal.substring(0, zone);
            host = literal.contains(":") ? "[" + literal + "]" : literal;
        }
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        // To ASCII: a URI may hold letters that a request line may not.
        return URI.create(
                URI.create(uri.getScheme() + "://" + host + port + path + query).toASCIIString());
    }
}
