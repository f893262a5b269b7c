package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.garner.control.rest.ControlServer.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {
    private static final ControlServer SERVER = new ControlServer();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void withoutTheTokenNothingIsSaid() {
        var none = SERVER.send(HttpRequest.newBuilder(SERVER.at("/api/v1/jobs")));
        var wrong =
                SERVER.send(HttpRequest.newBuilder(SERVER.at("/api/v1/jobs")).header("Authorization", "Bearer wrong"));

        assertProblem(none, 401, "unauthorized");
        assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"garner\"");
        assertProblem(wrong, 401, "unauthorized");
        assertThat(wrong.header("WWW-Authenticate")).contains("invalid_token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/jobs/",
                "/api/v1//jobs",
                "/api/v1/%6aobs",
                "/api/v1/jobs;x=1",
                "/api%2fv1/jobs",
                "/api/v1/x/../jobs"
            })
    void noWayOfWritingAnAddressPassesTheTokenBy(String path) {
        assertThat(SERVER.send(HttpRequest.newBuilder(SERVER.at(path))).status())
                .isIn(400, 401, 404);
    }

    @Test
    void withoutATokenInTheSettingsTheEndpointIsClosed() {
        try (var closed = new ControlServer("GARNER_ADMIN_TOKEN= ")) {
            var refused = closed.send(
                    HttpRequest.newBuilder(closed.at("/api/v1/jobs")).header("Authorization", "Bearer "));

            assertProblem(refused, 401, "unauthorized");
            assertThat(refused.json().path("detail").asString()).contains("Set GARNER_ADMIN_TOKEN");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/nothing,                                             404, not-found",
        "/api/v1/sources/nobody,                                      404, not-found",
        "/api/v1/jobs/17,                                             404, not-found",
        "/api/v1/jobs/00000000-0000-0000-0000-000000000000,           404, not-found",
        "/api/v1/jobs/00000000-0000-0000-0000-000000000000/events,    404, not-found",
        "/api/v1/jobs/00000000-0000-0000-0000-000000000000/objects/1, 404, not-found",
        "/api/v1/jobs?after=1,                                        400, invalid-parameter",
        "/api/v1/jobs?limit=201,                                      400, invalid-parameter",
        "/api/v1/jobs?limit=many,                                     400, invalid-parameter",
        "/api/v1/jobs?cursor=x,                                       400, invalid-parameter",
        "/api/v1/jobs?status=running,                                 400, invalid-parameter",
        "/api/v1/jobs?outcome=bad,                                    400, invalid-parameter",
        "/api/v1/jobs?since=yesterday,                                400, invalid-parameter",
        "/api/v1/jobs?source=nobody,                                  404, not-found",
        "/api/v1/jobs?limit=1&limit=2,                                400, invalid-parameter",
        "/api/v1/sources?q=a%00b,                                     400, invalid-parameter",
        "/api/v1/sources?active=perhaps,                              400, invalid-parameter",
        "/api/v1/sources?limit=0,                                     400, invalid-parameter",
        "/api/v1/sources?type=A%20B,                                  400, invalid-parameter"
    })
    void whatIsAskedWronglyIsAnsweredWithAProblem(String path, int status, String code) {
        assertProblem(SERVER.send(SERVER.authorized(path)), status, code);
    }

    @Test
    void aCursorThatIsNoneIsRefused() {
        var job = SERVER.running(SERVER.source());

        assertProblem(
                SERVER.send(SERVER.authorized("/api/v1/jobs/%s/errors?cursor=o12x".formatted(job.id()))),
                400,
                "invalid-parameter");
    }

    @Test
    void anUnknownParameterIsRefusedWithTheKnownOnes() {
        var refused = SERVER.send(SERVER.authorized("/api/v1/sources?tpye=csw"));

        assertThat(refused.json().path("detail").asString())
                .isEqualTo("There is no parameter 'tpye' here; known: active, cursor, limit, q, type, url.");
    }

    @Test
    void aMethodThatIsNotServedIsRefusedWithThoseThatAre() {
        var refused = SERVER.send(SERVER.authorized("/api/v1/sources").PUT(BodyPublishers.noBody()));

        assertProblem(refused, 405, "method-not-allowed");
        assertThat(refused.header("Allow")).isEqualTo("GET, POST");
    }

    @Test
    void aBodyOfAnotherTypeIsRefused() {
        var refused = SERVER.send(SERVER.authorized("/api/v1/sources")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("{\"url\":\"https://a.example\",\"type\":\"csw\"}")));

        assertProblem(refused, 415, "unsupported-media-type");
        assertThat(refused.json().path("detail").asString()).contains("Content-Type");
    }

    @Test
    void anAnswerOfAnotherTypeIsNotThere() {
        assertProblem(
                SERVER.send(SERVER.authorized("/api/v1/sources").header("Accept", "text/csv")), 406, "not-acceptable");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"url\": ',     line 1",
        "'[]',             JSON object",
        "'\"text\"',       JSON object",
        "'null',           JSON object",
        "'{} trailing',    ''",
        "'',               missing"
    })
    void aBodyThatIsNoObjectIsRefused(String body, String found) {
        var refused = SERVER.send(SERVER.authorized("/api/v1/sources")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));

        assertProblem(refused, 400, "invalid-body");
        assertThat(refused.json().path("detail").asString()).contains(found);
    }

    @Test
    void aBodyIsNotReadBeyondItsLimit() {
        var refused = SERVER.send(SERVER.authorized("/api/v1/sources")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"notes\":\"" + "x".repeat(BodyLimit.BYTES) + "\"}")));

        assertProblem(refused, 413, "body-too-large");
    }

    @Test
    void aKeyThatCannotBeOneIsRefused() {
        assertProblem(
                SERVER.post("/api/v1/sources/%s/jobs".formatted(SERVER.source()), "", "Idempotency-Key", "a b"),
                400,
                "invalid-parameter");
    }

    @Test
    void aJobsModeIsOneOfThoseThatAre() {
        var refused = SERVER.post("/api/v1/sources/%s/jobs".formatted(SERVER.source()), "{\"mode\":\"quick\",\"n\":1}");

        assertProblem(refused, 400, "invalid-body");
        assertThat(refused.json().path("errors").findValuesAsString("member")).containsExactlyInAnyOrder("mode", "n");
    }

    @Test
    void namesOfRecordsAreGivenToThoseModesThatTakeThem() {
        var path = "/api/v1/sources/%s/jobs".formatted(SERVER.source());
        for (var body : new String[] {
            "{\"mode\":\"record\"}",
            "{\"mode\":\"record\",\"guids\":[]}",
            "{\"mode\":\"record\",\"guids\":[\" \"]}",
            "{\"mode\":\"record\",\"guids\":\"a\"}",
            "{\"mode\":\"retry\",\"guids\":[\"a\"]}",
            "{\"guids\":[\"a\"]}"
        }) {
            var refused = SERVER.post(path, body);

            assertProblem(refused, 400, "invalid-body");
            assertThat(refused.json().path("errors").findValuesAsString("member"))
                    .as(body)
                    .containsExactly("guids");
        }
    }

    private static void assertProblem(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.type()).startsWith("application/problem+json");
        SERVER.contract.checkSchema("Problem", reply.text());
        assertThat(reply.json().path("status").asInt()).isEqualTo(status);
        assertThat(reply.json().path("code").asString()).isEqualTo(code);
    }
}
