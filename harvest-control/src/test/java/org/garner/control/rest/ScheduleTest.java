package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.garner.ledger.Schedules;
import org.garner.ledger.Sources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class ScheduleTest {
    private static final ControlServer SERVER = new ControlServer();

    @BeforeEach
    void nothingIsScheduled() {
        SERVER.bean(JdbcClient.class)
                .sql("update harvest_source set frequency = 'MANUAL', next_run = null")
                .update();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aSourceTakesACronExpressionAndQuietHoursAndShowsThem() {
        var source = "/api/v1/sources/" + SERVER.source();

        var after = SERVER.patch(source, """
            {"frequency": "30 6 * * mon-fri  Europe/London", "quiet_hours": ["Mon-Fri 08:00-18:00 Europe/London", " Sat 22:00-06:00 "]}
            """).json();

        assertThat(after.path("frequency").asString()).isEqualTo("30 6 * * mon-fri Europe/London");
        assertThat(texts(after.path("quiet_hours")))
                .containsExactly("Mon-Fri 08:00-18:00 Europe/London", "Sat 22:00-06:00 UTC");
        assertThat(SERVER.get(source).json()).isEqualTo(after);
        assertThat(SERVER.patch(source, "{\"quiet_hours\": null}").json().path("quiet_hours"))
                .isEmpty();
    }

    @Test
    void whatCannotBeReadIsRefusedMemberByMember() {
        var source = "/api/v1/sources/" + SERVER.source();

        var refused = SERVER.patch(source, "{\"frequency\": \"61 6 * * *\", \"quiet_hours\": [\"08:00-18:00 Moon\"]}");
        var noList = SERVER.patch(source, "{\"quiet_hours\": \"08:00-18:00\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("errors").findValuesAsString("message"))
                .satisfiesExactlyInAnyOrder(
                        message -> assertThat(message)
                                .startsWith("Field 1 of the cron expression, the minute, cannot be '61': "),
                        message -> assertThat(message)
                                .isEqualTo("'Moon' in the quiet hours '08:00-18:00 Moon' is no time zone such as"
                                        + " Europe/London"));
        assertThat(noList.json().path("errors").findValuesAsString("message"))
                .containsExactly("This is a list of at most 20 texts of 1 to 200 characters, but was: \"08:00-18:00\"");
    }

    @Test
    void theScheduleTellsWhatIsDueNextAndWhatIsInTheWay() {
        var late = scheduled("2031-01-01T06:30:00Z", "");
        var soon = scheduled("2030-01-01T12:00:00Z", "10:00-14:00 UTC");
        var unplanned = scheduled(null, "");
        SERVER.patch("/api/v1/sources/" + late, "{\"active\": false}");
        SERVER.bean(Schedules.class)
                .pause(
                        List.of(SERVER.bean(Sources.class)
                                .find(soon)
                                .orElseThrow()
                                .id()),
                        "It refused us.",
                        Instant.now());
        var job = SERVER.running(soon);

        var page = SERVER.get("/api/v1/schedule").json();

        assertThat(page.at("/scheduler/on").asBoolean()).isFalse();
        assertThat(page.at("/scheduler/reason").asString()).startsWith("off: the environment is development");
        var rows = new ArrayList<JsonNode>();
        page.path("schedule").forEach(rows::add);
        assertThat(rows).extracting(row -> row.at("/source/name").asString()).containsExactly(soon, late, unplanned);
        assertThat(rows)
                .extracting(row -> row.path("held_by").findValuesAsString("reason"))
                .containsExactly(
                        List.of("scheduler", "paused", "quiet-hours", "open-job"),
                        List.of("scheduler", "inactive"),
                        List.of("scheduler"));
        assertThat(rows.getFirst().path("due").asString()).isEqualTo("2030-01-01T12:00:00Z");
        assertThat(rows.getFirst().at("/held_by/1/detail").asString()).isEqualTo("It refused us.");
        assertThat(rows.getFirst().at("/held_by/2/until").asString()).isEqualTo("2030-01-01T14:00:00Z");
        assertThat(rows.getFirst().at("/held_by/3/job").asString())
                .isEqualTo(job.id().toString());

        var first = SERVER.get("/api/v1/schedule?limit=2").json();
        var second = SERVER.get(
                        "/api/v1/schedule?limit=2&cursor=" + first.path("next").asString())
                .json();
        assertThat(first.path("schedule")).hasSize(2);
        assertThat(second.path("schedule")).hasSize(1);
        assertThat(second.at("/schedule/0/source/name").asString()).isEqualTo(unplanned);
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void aCursorThatIsNoneIsRefused() {
        for (var cursor : List.of(
                "tomorrow",
                "never_000000000000000000000000000000000000",
                "2026_0198c7a2-93d5-7c1e-8a52-5a1f0e6a7b10")) {
            var refused = SERVER.get("/api/v1/schedule?cursor=" + cursor);

            assertThat(refused.status()).as(cursor).isEqualTo(400);
            assertThat(refused.json().path("detail").asString())
                    .isEqualTo("The parameter cursor is the next of a page of the schedule, but was '%s'."
                            .formatted(cursor));
        }
    }

    @Test
    void aPausedSourceShowsWhyAndGoesOnWhenItIsSaidToBeActive() {
        var source = scheduled("2030-01-01T12:00:00Z", "");
        var path = "/api/v1/sources/" + source;
        var etag = SERVER.get(path).header("ETag");
        SERVER.bean(Schedules.class)
                .pause(
                        List.of(SERVER.bean(Sources.class)
                                .find(source)
                                .orElseThrow()
                                .id()),
                        "The source answered 401.",
                        Instant.now());

        var paused = SERVER.get(path);
        assertThat(paused.json().at("/paused/reason").asString()).isEqualTo("The source answered 401.");
        assertThat(paused.header("ETag")).isNotEqualTo(etag);
        assertThat(SERVER.patch(path, "{\"title\": \"x\"}", "If-Match", etag).status())
                .isEqualTo(412);

        var resumed = SERVER.patch(path, "{\"active\": true}", "If-Match", paused.header("ETag"));
        assertThat(resumed.status()).isEqualTo(200);
        assertThat(resumed.json().path("paused").isNull()).isTrue();
        assertThat(resumed.json().path("next_run").asString()).isEqualTo("2030-01-01T12:00:00Z");
        SERVER.delete(path);
    }

    @Test
    void aCopyOfASourceIsStaleWhenItsNextRunHasMoved() {
        var source = scheduled("2030-01-01T12:00:00Z", "");
        var path = "/api/v1/sources/" + source;
        var etag = SERVER.get(path).header("ETag");
        plan(source, "2030-01-02T12:00:00Z");

        var fresh = SERVER.send(SERVER.authorized(path).header("If-None-Match", etag));
        var edited = SERVER.patch(path, "{\"title\": \"x\"}", "If-Match", etag);

        assertThat(fresh.status()).isEqualTo(200);
        assertThat(edited.status()).as("the clock is no editor").isEqualTo(200);
        SERVER.delete(path);
    }

    private static String scheduled(@Nullable String due, String quiet) {
        var source = SERVER.source();
        SERVER.patch(
                "/api/v1/sources/" + source,
                "{\"frequency\": \"daily\", \"quiet_hours\": [%s]}"
                        .formatted(quiet.isEmpty() ? "" : '"' + quiet + '"'));
        if (due != null) {
            plan(source, due);
        }
        return source;
    }

    private static void plan(String source, String due) {
        SERVER.bean(JdbcClient.class)
                .sql("update harvest_source set next_run = :due::timestamptz where name = :name")
                .param("due", due)
                .param("name", source)
                .update();
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(one -> texts.add(one.asString()));
        return texts;
    }
}
