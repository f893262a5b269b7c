package org.garner.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tokens of a server, as any client of its API sees them; closes the server's client with itself. */
public final class TokensClient implements AutoCloseable {
    private static final int PER_PAGE = 1_000;

    private final ServerClient server;

    public TokensClient(ServerClient server) {
        this.server = server;
    }

    /**
     * A token that was made.
     *
     * @param secret the token itself, which the server does not show again
     */
    public record Made(String secret, AccessToken token) {
        @Override
        public String toString() {
            return "Made[secret=hidden, token=%s]".formatted(token);
        }
    }

    /** @param publisher for editors and admins; null for others */
    public Made make(
            String name, String role, @Nullable String publisher, @Nullable String scope, @Nullable Instant expires) {
        var members = new TreeMap<String, Object>();
        members.put("name", name);
        members.put("role", role);
        if (publisher != null) {
            members.put("publisher", publisher);
        }
        if (scope != null) {
            members.put("scope", scope);
        }
        if (expires != null) {
            members.put("expires", expires.toString());
        }
        return server.send("POST", "/tokens", members, Made.class);
    }

    private record Page(List<AccessToken> tokens, @Nullable String next) {}

    /** @param all also those that expired or were revoked */
    public List<AccessToken> list(boolean all) {
        var tokens = new ArrayList<AccessToken>();
        String cursor = null;
        do {
            var page = server.send(
                    "GET",
                    "/tokens?limit=%d%s%s"
                            .formatted(
                                    PER_PAGE,
                                    all ? "" : "&holding=true",
                                    cursor == null ? "" : "&cursor=" + ServerClient.encoded(cursor)),
                    null,
                    Page.class);
            tokens.addAll(page.tokens());
            cursor = page.next();
        } while (cursor != null);
        return tokens;
    }

    public AccessToken revoke(String idOrName) {
        return server.send("DELETE", "/tokens/" + ServerClient.encoded(idOrName), null, AccessToken.class);
    }

    @Override
    public void close() {
        server.close();
    }
}
