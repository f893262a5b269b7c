package org.garner.catalog.store.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.garner.catalog.store.Text;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code audit_event}: events are added, and forgotten when they are old; none is ever changed. */
public class AuditEvents {
    private final JdbcClient jdbc;

    public AuditEvents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Which events to list; null for all.
     *
     * @param target the id of what was acted on
     * @param since inclusive
     * @param until exclusive
     */
    public record Filter(
            @Nullable String who,
            @Nullable String action,
            @Nullable String target,
            AuditEvent.@Nullable Outcome outcome,
            @Nullable Instant since,
            @Nullable Instant until) {}

    public void add(AuditEvent event) {
        var target = event.target();
        jdbc.sql("""
            insert into audit_event (id, at, token_id, who, role, action, target_kind, target_id, detail, outcome, request_id, remote_address)
            values (:id, :at, :token, :who, :role, :action, :kind, :target, :detail::jsonb, :outcome, :request, :address)
            """)
                .param("id", event.id())
                .param("at", ApiTokens.time(event.at()))
                .param("token", event.actor().token())
                .param("who", event.actor().name())
                .param(
                        "role",
                        event.actor().role() == null
                                ? null
                                : event.actor().role().word())
                .param("action", event.action())
                .param("kind", target == null ? null : target.kind())
                .param("target", target == null ? null : Text.storable(target.id()))
                .param("detail", event.detail())
                .param("outcome", event.outcome().word())
                .param("request", event.origin().requestId())
                .param("address", event.origin().address())
                .update();
    }

    /** At most {@code limit} events, the newest first, before the given one. */
    public List<AuditEvent> list(Filter filter, @Nullable UUID before, int limit) {
        return jdbc.sql("""
            select * from audit_event
             where (:before::uuid is null or id < :before::uuid)
               and (:who::text is null or who = :who)
               and (:action::text is null or strpos(lower(action), lower(:action)) > 0)
               and (:target::text is null or target_id = :target)
               and (:outcome::text is null or outcome = :outcome)
               and (:since::timestamptz is null or at >= :since::timestamptz)
               and (:until::timestamptz is null or at < :until::timestamptz)
             order by id desc limit :limit
            """)
                .param("before", before)
                .param("who", filter.who())
                .param("action", filter.action())
                .param("target", filter.target())
                .param(
                        "outcome",
                        filter.outcome() == null ? null : filter.outcome().word())
                .param("since", ApiTokens.time(filter.since()))
                .param("until", ApiTokens.time(filter.until()))
                .param("limit", limit)
                .query(AuditEvents::event)
                .list();
    }

    /** Forgets some of the events that are older than this, the oldest first; returns how many. */
    public int forget(Duration age, int limit) {
        return jdbc.sql("""
            with old as materialized (
                select id from audit_event where at < now() - make_interval(secs => :seconds)
                 order by at limit :limit)
            delete from audit_event e using old where e.id = old.id
            """)
                .param("seconds", (double) age.toSeconds())
                .param("limit", limit)
                .update();
    }

    private static AuditEvent event(ResultSet row, int number) throws SQLException {
        var role = row.getString("role");
        var kind = row.getString("target_kind");
        return new AuditEvent(
                row.getObject("id", UUID.class),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                new AuditEvent.Actor(
                        row.getObject("token_id", UUID.class),
                        row.getString("who"),
                        role == null ? null : Role.valueOf(role.toUpperCase(Locale.ROOT))),
                row.getString("action"),
                kind == null ? null : new AuditEvent.Target(kind, row.getString("target_id")),
                row.getString("detail"),
                AuditEvent.Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                new AuditEvent.Origin(row.getString("request_id"), row.getString("remote_address")));
    }
}
