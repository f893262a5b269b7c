package org.garner.catalog.store.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code api_token}. A token that was revoked keeps its row, so that the audit trail can name it. */
public class ApiTokens {
    private static final String SHOWN = """
        select t.id, t.name, t.role, o.name as publisher, t.scope, t.created, t.created_by, t.expires, t.last_used,
               t.revoked, t.revoked_by
          from api_token t left join organization o on o.id = t.publisher
        """;

    private final JdbcClient jdbc;

    public ApiTokens(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Which tokens to list; null for all.
     *
     * @param holding only those that hold, or only those that were revoked or have expired
     */
    public record Filter(
            @Nullable Boolean holding, @Nullable String publisher) {}

    /**
     * Adds a token.
     *
     * @param publisher the id of the publisher that the grant names
     * @throws DuplicateKeyException when a token of this name holds
     */
    public void add(UUID id, ApiToken.Grant grant, @Nullable UUID publisher, String hash, String by) {
        // An expired token of the name makes way: nobody can use it any more.
        jdbc.sql("""
            update api_token set revoked = now(), revoked_by = :by where name = :name and revoked is null and expires <= now()
            """).param("by", by).param("name", grant.name()).update();
        jdbc.sql("""
            insert into api_token (id, name, hash, role, publisher, scope, created_by, expires)
            values (:id, :name, :hash, :role, :publisher, :scope, :by, :expires)
            """)
                .param("id", id)
                .param("name", grant.name())
                .param("hash", hash)
                .param("role", grant.role().word())
                .param("publisher", publisher)
                .param("scope", grant.scope().word())
                .param("by", by)
                .param("expires", time(grant.expires()))
                .update();
    }

    /** The token of this hash, whether it holds or not. */
    public Optional<ApiToken> ofHash(String hash) {
        return jdbc.sql(SHOWN + "where t.hash = :hash")
                .param("hash", hash)
                .query(ApiTokens::token)
                .optional();
    }

    /** The token with this id, or the one with this name that was not revoked. */
    public Optional<ApiToken> find(String idOrName) {
        return jdbc.sql(SHOWN + """
            where t.id::text = :it or (t.name = :it and t.revoked is null)
            order by t.id::text = :it desc limit 1
            """)
                .param("it", idOrName)
                .query(ApiTokens::token)
                .optional();
    }

    /** At most {@code limit} tokens, the newest first, older than the given one. */
    public List<ApiToken> list(Filter filter, @Nullable UUID before, int limit) {
        return jdbc.sql(SHOWN + """
            where (:before::uuid is null or t.id < :before::uuid)
              and (:publisher::text is null or o.name = :publisher)
              and (:holding::boolean is null
                   or :holding::boolean = (t.revoked is null and (t.expires is null or t.expires > now())))
            order by t.id desc limit :limit
            """)
                .param("before", before)
                .param("publisher", filter.publisher())
                .param(
                        "holding",
                        filter.holding() == null ? null : filter.holding().toString())
                .param("limit", limit)
                .query(ApiTokens::token)
                .list();
    }

    /** Revokes a token; false when it was revoked before. */
    public boolean revoke(UUID id, String by) {
        return jdbc.sql("update api_token set revoked = now(), revoked_by = :by where id = :id and revoked is null")
                        .param("id", id)
                        .param("by", by)
                        .update()
                == 1;
    }

    /** Notes that a token was used; writes at most once a minute, however many processes see it. */
    public void used(UUID id) {
        jdbc.sql("""
            update api_token set last_used = now()
             where id = :id and (last_used is null or last_used < now() - interval '1 minute')
            """).param("id", id).update();
    }

    private static ApiToken token(ResultSet row, int number) throws SQLException {
        return new ApiToken(
                row.getObject("id", UUID.class),
                new ApiToken.Grant(
                        row.getString("name"),
                        Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                        row.getString("publisher"),
                        Scope.valueOf(row.getString("scope").toUpperCase(Locale.ROOT)),
                        instant(row, "expires")),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                instant(row, "last_used"),
                instant(row, "revoked"),
                row.getString("revoked_by"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
