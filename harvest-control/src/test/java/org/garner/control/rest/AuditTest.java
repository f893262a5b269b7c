package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.garner.catalog.store.access.AuditEvents;
import org.garner.ledger.Sources;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class AuditTest {
    private static final ControlServer SERVER = new ControlServer();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void whatWasDoneIsWrittenDownWithWhoAndWhat() {
        var source = SERVER.source();
        var id = SERVER.get("/api/v1/sources/" + source).json().path("id").asString();
        var started = SERVER.post("/api/v1/sources/" + source + "/jobs", "{\"mode\":\"full\"}", "X-Request-Id", "r-17");
        var job = started.json().path("id").asString();
        SERVER.post("/api/v1/jobs/" + job + "/abort", "");

        var start = event("target=" + id + "&action=jobs");
        var abort = event("target=" + job);

        assertThat(started.header("X-Request-Id")).isEqualTo("r-17");
        assertThat(start.path("who").asString()).isEqualTo("admin");
        assertThat(start.path("role").asString()).isEqualTo("sysadmin");
        assertThat(start.path("action").asString()).isEqualTo("POST /sources/{source}/jobs");
        assertThat(start.at("/target/kind").asString()).isEqualTo("source");
        assertThat(start.path("outcome").asString()).isEqualTo("done");
        assertThat(start.path("request_id").asString()).isEqualTo("r-17");
        assertThat(start.path("remote_address").asString()).isNotBlank();
        assertThat(start.at("/detail/job").asString()).isEqualTo(job);
        assertThat(start.at("/detail/source").asString()).isEqualTo(source);
        assertThat(start.at("/detail/body/mode").asString()).isEqualTo("full");
        assertThat(abort.at("/target/kind").asString()).isEqualTo("job");
        assertThat(abort.path("outcome").asString()).isEqualTo("done");
        assertThat(event("target=" + id + "&action=POST /sources&until=2999-01-01T00:00:00Z")
                        .path("outcome")
                        .asString())
                .isEqualTo("done");
    }

    @Test
    void whatOnlyReadsIsNot() {
        var source = SERVER.source();
        var before = count();

        SERVER.get("/api/v1/sources/" + source);
        SERVER.get("/api/v1/sources/nobody");

        assertThat(count()).isEqualTo(before);
    }

    @Test
    void whatFailedIsWrittenDownWithTheReasonAndDidNotHappen() {
        var source = SERVER.source();
        SERVER.post("/api/v1/sources/" + source + "/jobs", "", "X-Request-Id", "first");
        var before = count();
        SERVER.post("/api/v1/sources/" + source + "/jobs", "", "X-Request-Id", "second");

        assertThat(count()).isEqualTo(before + 1);
        var failed = event("outcome=failed");
        assertThat(failed.path("request_id").asString()).isEqualTo("second");
        assertThat(failed.at("/detail/reason").asString()).contains("has an open job");
    }

    @Test
    void whatWasRefusedIsWrittenDownAlsoWhenItWouldOnlyHaveRead() {
        var token = SERVER.post("/api/v1/tokens", "{\"name\":\"curious\",\"role\":\"reader\"}")
                .json()
                .path("secret")
                .asString();

        assertThat(SERVER.get("/api/v1/audit", "Authorization", "Bearer " + token)
                        .status())
                .isEqualTo(403);
        SERVER.send(HttpRequest.newBuilder(SERVER.at("/api/v1/jobs")).header("X-Request-Id", "stranger"));

        var refused = event("who=curious");
        assertThat(refused.path("outcome").asString()).isEqualTo("refused");
        assertThat(refused.path("action").asString()).isEqualTo("GET /audit");
        assertThat(refused.at("/detail/reason").asString()).contains("takes a sysadmin");
        assertThat(event("who=nobody").path("request_id").asString()).isEqualTo("stranger");
    }

    @Test
    void whatCannotBeWrittenDownDoesNotHappen() {
        var jdbc = SERVER.bean(JdbcClient.class);
        jdbc.sql("alter table audit_event rename to audit_event_away").update();
        try {
            var failed = SERVER.send(SERVER.authorized("/api/v1/sources")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(
                            "{\"url\":\"https://unseen.example/csw\",\"type\":\"csw\",\"name\":\"unseen\"}")));

            assertThat(failed.status()).isEqualTo(500);
            assertThat(SERVER.bean(Sources.class).find("unseen")).isEmpty();
        } finally {
            jdbc.sql("alter table audit_event_away rename to audit_event").update();
        }
    }

    @Test
    void strangersCannotFillTheTable() {
        for (int i = 0; i < 100; i++) {
            SERVER.send(HttpRequest.newBuilder(SERVER.at("/api/v1/jobs")));
        }

        assertThat(SERVER.bean(JdbcClient.class)
                        .sql("select count(*) from audit_event where who = 'nobody'")
                        .query(Long.class)
                        .single())
                .isBetween(1L, 60L);
    }

    @Test
    void noSecretIsWrittenDown() {
        var logged = new ListAppender<ILoggingEvent>();
        var root = (Logger) LoggerFactory.getLogger("org.garner");
        var level = root.getLevel();
        root.setLevel(Level.DEBUG);
        logged.start();
        root.addAppender(logged);
        var token = "garner_" + "x".repeat(43);
        try {
            SERVER.post("/api/v1/sources", """
                {"url": "https://me:s3cret-1@keys.example/csw?api_key=s3cret-2", "type": "csw", "name": "keys",
                 "config": {"api_key": "s3cret-3", "nested": {"password": "s3cret-4"}}, "notes": "use garner_%s"}
                """.formatted("x".repeat(43)));
            SERVER.patch("/api/v1/sources/keys", "{\"config\": \"{\\\"token\\\": \\\"s3cret-5\\\"}\"}");
            SERVER.patch("/api/v1/sources/keys", "{\"config\": \"{\\\"token\\\": \\\"s3cret-6\\\"\"}");
            SERVER.send(SERVER.authorized("/api/v1/jobs?token=" + token));
            SERVER.send(SERVER.authorized("/api/v1/tokens/" + token).DELETE());
            SERVER.send(SERVER.authorized("/api/v1/nothing/" + token + "?token=" + token));
            SERVER.send(HttpRequest.newBuilder(SERVER.at("/api/v1/sources?api_key=s3cret-7"))
                    .header("Authorization", "Bearer " + token));
        } finally {
            root.detachAppender(logged);
            root.setLevel(level);
        }
        var written = SERVER.bean(JdbcClient.class)
                .sql("select string_agg(e::text, chr(10)) from audit_event e")
                .query(String.class)
                .single();

        assertThat(written)
                .contains("keys.example", "api_key=***", "garner_***", "characters that are not JSON")
                .doesNotContain("s3cret", token);
        assertThat(logged.list.toString()).doesNotContain("s3cret", token);
        assertThat(SERVER.get("/api/v1/sources").text()).doesNotContain("s3cret-3", "s3cret-4", "s3cret-5");
    }

    @Test
    void theTrailComesInPagesAlsoAsCommaSeparatedValues() {
        var source = SERVER.source();
        var path = "/api/v1/sources/" + source;
        var id = SERVER.get(path).json().path("id").asString();
        SERVER.patch(path, "{\"title\":\"One\"}");
        SERVER.patch(path, "{\"title\":\"=1+1\"}");

        var all = SERVER.get("/api/v1/audit?target=" + id, "Accept", "text/csv");
        var first = SERVER.get("/api/v1/audit?limit=1&target=" + id, "Accept", "text/csv");
        var next = first.header("Link").replaceAll("<(.*)>.*", "$1");
        var second = SERVER.get(next, "Accept", "text/csv");

        assertThat(all.type()).startsWith("text/csv");
        assertThat(all.text().lines()).hasSize(4).first().asString().startsWith("id,at,who,role,action,");
        assertThat(all.header("Link")).isEmpty();
        assertThat(next).startsWith("/api/v1/audit?");
        assertThat(second.text().lines()).hasSize(2).last().asString().contains("One");
    }

    @Test
    void oldEventsAreForgotten() {
        SERVER.source();
        var jdbc = SERVER.bean(JdbcClient.class);
        jdbc.sql("update audit_event set at = now() - interval '500 days' where id = (select"
                        + " min(id::text)::uuid from audit_event)")
                .update();
        var events = SERVER.bean(AuditEvents.class);

        assertThat(events.forget(Duration.ofDays(400), 10)).isEqualTo(1);
        assertThat(events.forget(Duration.ofDays(400), 10)).isZero();
    }

    private static JsonNode event(String filter) {
        var page = SERVER.get("/api/v1/audit?limit=1&" + filter.replace(" ", "%20"));
        assertThat(page.json().path("events")).as(filter).hasSize(1);
        return page.json().path("events").get(0);
    }

    private static long count() {
        return SERVER.bean(JdbcClient.class)
                .sql("select count(*) from audit_event")
                .query(Long.class)
                .single();
    }
}
