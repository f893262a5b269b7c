package org.garner.catalog.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.garner.catalog.access.Caller.Anybody;
import org.garner.catalog.access.Caller.Bearer;
import org.garner.catalog.store.Ids;
import org.garner.catalog.store.access.ApiToken;
import org.garner.catalog.store.access.ApiToken.Grant;
import org.garner.catalog.store.access.ApiTokens;
import org.jspecify.annotations.Nullable;

/**
 * Gives out tokens, knows their bearers, and revokes them. What a process has looked up it believes for five seconds: so long may another process
 * take to notice that a token was revoked.
 */
public class Tokens {
    static final Duration BELIEVED = Duration.ofSeconds(5);
    private static final Duration USE_NOTED = Duration.ofMinutes(1);
    private static final int REMEMBERED = 1000;

    private final ApiTokens table;
    private final SysadminToken admin;
    private final Clock clock;
    private final LongSupplier nanos;
    /** By hash; only tokens that exist, so that nobody fills it by guessing. */
    private final Map<String, LookedUp> lookedUp = new ConcurrentHashMap<>();

    private record LookedUp(ApiToken token, long at) {}

    /** @param secret what the bearer is to keep: nobody sees it again */
    public record Made(ApiToken token, String secret) {
        @Override
        public String toString() {
            return "Made[token=%s, secret=hidden]".formatted(token);
        }
    }

    Tokens(ApiTokens table, SysadminToken admin, Clock clock, LongSupplier nanos) {
        this.table = table;
        this.admin = admin;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Who brings this token. */
    Caller bearer(String given) {
        if (admin.is(given)) {
            return Caller.ADMIN;
        }
        if (!given.startsWith(TokenSecret.PREFIX)) {
            // Also a key of another catalogue, which is none of the database's business.
            return new Anybody(foreign());
        }
        return lookUp(new TokenSecret(given).hash()).map(this::bearer).orElseGet(() -> new Anybody(foreign()));
    }

    private Caller bearer(ApiToken token) {
        var now = clock.instant();
        if (token.revoked() != null) {
            return new Anybody("The token '%s' was revoked by %s at %s: ask for another one."
                    .formatted(token.grant().name(), token.revokedBy(), token.revoked()));
        }
        if (token.expired(now)) {
            return new Anybody("The token '%s' expired at %s: ask for another one."
                    .formatted(token.grant().name(), token.grant().expires()));
        }
        return new Bearer(token.id(), token.grant());
    }

    private String foreign() {
        return admin.isSet()
                ? "The token that was sent is none of this server's. Was it made by a server with another database or"
                        + " data folder?"
                : "This server has no admin token, and the token that was sent is none of its others. Set"
                        + " GARNER_ADMIN_TOKEN.";
    }

    /** Why nobody may do anything yet; nothing when there is an admin token. */
    Optional<String> closed() {
        return admin.isSet()
                ? Optional.empty()
                : Optional.of("This server has no admin token, which gives out all others. Set GARNER_ADMIN_TOKEN.");
    }

    private Optional<ApiToken> lookUp(String hash) {
        var now = nanos.getAsLong();
        var known = lookedUp.get(hash);
        if (known != null && now - known.at() < BELIEVED.toNanos()) {
            return Optional.of(known.token());
        }
        var found = table.ofHash(hash);
        if (found.isEmpty()) {
            lookedUp.remove(hash);
            return found;
        }
        if (lookedUp.size() >= REMEMBERED) {
            lookedUp.clear();
        }
        lookedUp.put(hash, new LookedUp(found.get(), now));
        noteUse(found.get());
        return found;
    }

    private void noteUse(ApiToken token) {
        var now = clock.instant();
        var last = token.lastUsed();
        if (token.holds(now) && (last == null || last.isBefore(now.minus(USE_NOTED)))) {
            table.used(token.id());
        }
    }

    /**
     * Makes a token.
     *
     * @param publisher the id of the publisher that the grant names
     * @param by the name of who makes it
     * @throws org.springframework.dao.DuplicateKeyException when a token of this name holds
     */
    public Made make(Grant grant, @Nullable UUID publisher, String by) {
        var secret = TokenSecret.fresh();
        var id = Ids.next();
        table.add(id, grant, publisher, secret.hash(), by);
        return new Made(table.find(id.toString()).orElseThrow(), secret.value());
    }

    /** Revokes a token: in this process at once, in others within five seconds. False when it was revoked before. */
    public boolean revoke(UUID id, String by) {
        var revoked = table.revoke(id, by);
        lookedUp.values().removeIf(known -> known.token().id().equals(id));
        return revoked;
    }

    public Optional<ApiToken> find(String idOrName) {
        return table.find(idOrName);
    }

    public java.util.List<ApiToken> list(ApiTokens.Filter filter, @Nullable UUID before, int limit) {
        return table.list(filter, before, limit);
    }

    public Instant now() {
        return clock.instant();
    }
}
