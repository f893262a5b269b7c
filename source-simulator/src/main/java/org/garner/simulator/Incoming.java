package org.garner.simulator;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body has been read.
 *
 * @param query the raw query, empty without one
 */
record Incoming(HttpExchange exchange, String method, String path, String query, String body) {
    private static final int LARGEST_BODY = 1 << 20;

    static Incoming of(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
        return new Incoming(
                exchange,
                exchange.getRequestMethod(),
                uri.getPath(),
                uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                new String(body, StandardCharsets.UTF_8));
    }

    @Nullable
    String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }
}
