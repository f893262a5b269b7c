package org.garner.ledger;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code harvest_request_key}: requests that carried a key, and what was answered. A key is remembered for 24 hours; each claim clears
 * some of those that are older.
 */
public class RequestKeys {
    private final JdbcClient jdbc;

    public RequestKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A request that had this key before.
     *
     * @param request what was asked for
     * @param answer what was answered
     */
    public record Remembered(String request, @Nullable String answer) {}

    /**
     * Claims a key, in the transaction that does what the request asks: of requests with one key that come at once, one does the work and the
     * others wait for it.
     *
     * @return nothing when the key is claimed; else the request that had it
     */
    public Optional<Remembered> claim(String key, String request) {
        forget(100);
        var claimed = jdbc.sql("""
            insert into harvest_request_key (key, request) values (:key, :request) on conflict (key) do nothing
            """).param("key", key).param("request", request).update();
        return claimed == 1
                ? Optional.empty()
                : jdbc.sql("select request, answer from harvest_request_key where key = :key")
                        .param("key", key)
                        .query((row, number) -> new Remembered(row.getString("request"), row.getString("answer")))
                        .optional();
    }

    /** Forgets keys that are older than 24 hours; returns how many. */
    public int forget(int limit) {
        return jdbc.sql("""
            delete from harvest_request_key
             where key in (select key from harvest_request_key
                            where created < now() - interval '24 hours' order by created limit :limit for update skip locked)
            """).param("limit", limit).update();
    }

    /** Remembers the answer to a claimed key. */
    public void answered(String key, String answer) {
        jdbc.sql("update harvest_request_key set answer = :answer where key = :key")
                .param("answer", answer)
                .param("key", key)
                .update();
    }
}
