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
        return server.ask("POST", "/tokens", members, Made.class).value();
    }

    /** @param all also those that expired or were revoked */
    public List<AccessToken> list(boolean all) {
        var tokens = new ArrayList<AccessToken>();
        server.each(
                all ? "/tokens" : "/tokens?holding=true",
                "tokens",
                PER_PAGE,
                Long.MAX_VALUE,
                AccessToken.class,
                token -> tokens.add(token.value()));
        return tokens;
    }

    public AccessToken revoke(String idOrName) {
        return server.ask("DELETE", "/tokens/" + ServerClient.encoded(idOrName), null, AccessToken.class)
                .value();
    }

    @Override
    public void close() {
        server.close();
    }
}
