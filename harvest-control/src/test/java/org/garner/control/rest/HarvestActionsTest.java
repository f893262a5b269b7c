package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.garner.catalog.api.WriteAction;
import org.garner.catalog.store.Publishers;
import org.garner.ledger.Jobs;
import org.garner.ledger.Sources;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** CKAN's harvest actions that change something, called as CKAN's clients call them. */
class HarvestActionsTest {
    private static final ControlServer SERVER = new ControlServer();
    private static final ActionCalls CALLS = new ActionCalls(SERVER);

    static {
        SERVER.bean(Publishers.class).findOrCreate("coast-watch");
    }

    private static final String READER = CALLS.token("\"role\":\"reader\"");
    private static final String EDITOR = CALLS.token("\"role\":\"editor\",\"publisher\":\"coast-watch\"");

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aSourceIsMadeAndGivenAsCkanGivesIt() {
        var name = CALLS.name();
        var source = CALLS.result("harvest_source_create", """
            {"name":"%1$s","url":"https://%1$s.example/csw","source_type":"csw","title":"Tides","notes":"Of the coast",
             "owner_org":"coast-watch","frequency":"weekly","config":"{\\"default_tags\\": [\\"sea\\"]}"}
            """.formatted(name));

        assertThat(source.path("name").asString()).isEqualTo(name);
        assertThat(source.path("source_type").asString()).isEqualTo("csw");
        assertThat(source.path("type").asString()).isEqualTo("harvest");
        assertThat(source.path("title").asString()).isEqualTo("Tides");
        assertThat(source.path("notes").asString()).isEqualTo("Of the coast");
        assertThat(source.path("frequency").asString()).isEqualTo("WEEKLY");
        assertThat(source.path("state").asString()).isEqualTo("active");
        assertThat(source.path("config").asString()).isEqualTo("{\"default_tags\":[\"sea\"]}");
        assertThat(source.at("/organization/name").asString()).isEqualTo("coast-watch");
        assertThat(source.at("/status/job_count").asInt()).isZero();
        assertThat(CALLS.result("harvest_source_show", id(source))).isEqualTo(source);
    }

    @Test
    void whatIsWrongWithASourceIsSaidMemberByMember() {
        var empty = CALLS.error("harvest_source_create", "{\"url\":\"\"}");
        assertThat(empty.path("__type").asString()).isEqualTo("Validation Error");
        for (var field : new String[] {"name", "url", "source_type"}) {
            assertThat(empty.path(field).toString()).as(field).isEqualTo("[\"Missing value\"]");
        }

        var odd = CALLS.error("harvest_source_create", """
            {"name":"odd","url":"https://odd.example/","source_type":"gopher","frequency":"often","config":"{oops"}
            """);
        assertThat(odd.at("/source_type/0").asString())
                .startsWith("Unknown harvester type: gopher. Registered types: [");
        assertThat(odd.at("/frequency/0").asString()).startsWith("Frequency often not recognised");
        assertThat(odd.at("/config/0").asString()).startsWith("Error parsing the configuration options: ");
        var unread = CALLS.error("harvest_source_create", """
            {"name":"odd","url":"https://odd.example/","source_type":"ckan","config":{"default_tags":3}}
            """);
        assertThat(unread.at("/config/0").asString()).startsWith("Error parsing the configuration options: ");
    }

    @Test
    void theSameSourceIsNotMadeTwiceNorIsAName() {
        var name = CALLS.name();
        CALLS.source(name);

        var same = CALLS.error("harvest_source_create", """
            {"name":"%1$s-b","url":"https://%1$s.example/csw/","source_type":"csw"}
            """.formatted(name));
        var taken = CALLS.error("harvest_source_create", """
            {"name":"%1$s","url":"https://%1$s.example/other","source_type":"csw"}
            """.formatted(name));

        assertThat(same.at("/url/0").asString())
                .startsWith("There already is a Harvest Source for this URL (& config): ");
        assertThat(taken.at("/name/0").asString()).startsWith("That URL is already in use. ");
    }

    @Test
    void aSourceIsPatchedInPartsAndUpdatedAsAWhole() {
        var source = CALLS.result("harvest_source_create", """
            {"name":"%1$s","url":"https://%1$s.example/csw","source_type":"csw","title":"Old","owner_org":"coast-watch",
             "config":{"api_key":"geheim"},"quiet_hours":["Mon-Fri 08:00-18:00 Europe/London"]}
            """.formatted(CALLS.name()));
        var patched = CALLS.result(
                "harvest_source_patch", """
                    {"id":"%s","frequency":"DAILY","active":"False"}\
                    """.formatted(source.path("name").asString()));

        assertThat(patched.path("title").asString()).isEqualTo("Old");
        assertThat(patched.path("frequency").asString()).isEqualTo("DAILY");
        assertThat(patched.path("state").asString()).isEqualTo("deleted");

        // As ckanapi does it: what harvest_source_show gave, with one change.
        var whole = ((tools.jackson.databind.node.ObjectNode) patched)
                .put("title", "New")
                .put("active", true)
                .toString();
        var updated = CALLS.result("harvest_source_update", whole);
        assertThat(updated.path("title").asString()).isEqualTo("New");
        assertThat(updated.path("state").asString()).isEqualTo("active");
        assertThat(updated.path("quiet_hours")).hasSize(1);
        assertThat(stored(updated).settings().config().json()).contains("geheim");

        var less = CALLS.result("harvest_source_update", """
            {"id":"%s","name":"%s","url":"%s","source_type":"csw"}
            """.formatted(
                        updated.path("id").asString(),
                        updated.path("name").asString(),
                        updated.path("url").asString()));
        assertThat(less.path("frequency").asString()).isEqualTo("MANUAL");
        assertThat(less.path("config").asString()).isEmpty();
        assertThat(less.at("/organization/name").asString()).isEqualTo("coast-watch");
    }

    @Test
    void aJobIsStartedOnceAndAbortedByItsIdOrItsSource() {
        var source = CALLS.source(CALLS.name());
        var job = CALLS.result("harvest_job_create", "{\"source_id\":\"%s\"}".formatted(source));

        assertThat(job.path("status").asString()).isEqualTo("New");
        assertThat(job.path("source_id").asString()).isEqualTo(source);
        assertThat(job.at("/stats/not modified").asInt()).isZero();
        assertThat(CALLS.error("harvest_job_create", "{\"source_id\":\"%s\"}".formatted(source))
                        .at("/source_id/0")
                        .asString())
                .startsWith("There already is an unrun job for this source")
                .contains(job.path("id").asString());

        var aborted = CALLS.result("harvest_job_abort", id(job));
        assertThat(aborted.path("status").asString()).isEqualTo("Finished");
        assertThat(CALLS.result("harvest_job_abort", "{\"id\":\"%s\"}".formatted(source)))
                .isEqualTo(aborted);
        CALLS.result("harvest_job_create", "{\"source_id\":\"%s\"}".formatted(source));
        var second = CALLS.result("harvest_job_abort", "{\"source_id\":\"%s\"}".formatted(source));
        assertThat(second.path("status").asString()).isEqualTo("Finished");
        assertThat(second.path("id")).isNotEqualTo(job.path("id"));
        assertThat(SERVER.get("/api/v1/jobs/" + second.path("id").asString())
                        .json()
                        .path("aborted_by")
                        .asString())
                .isEqualTo("admin");
    }

    @Test
    void anInactiveSourceTakesNoJobs() {
        var source = CALLS.source(CALLS.name());
        CALLS.result("harvest_source_patch", "{\"id\":\"%s\",\"state\":\"deleted\"}".formatted(source));

        assertThat(CALLS.error("harvest_job_create", "{\"source_id\":\"%s\"}".formatted(source))
                        .at("/source_id/0")
                        .asString())
                .startsWith("Can not create jobs on inactive sources");
    }

    @ParameterizedTest
    @ValueSource(strings = {"harvest_source_clear", "harvest_source_job_history_clear"})
    void workOnAWholeSourceIsUnderWayWhenItIsAnswered(String action) {
        var source = CALLS.source(CALLS.name());
        CALLS.result("harvest_job_create", "{\"source_id\":\"%s\"}".formatted(source));

        var answer = CALLS.result(action, "{\"id\":\"%s\",\"keep_current\":\"true\"}".formatted(source));

        assertThat(answer.path("id").asString()).isEqualTo(source);
        var operation = SERVER.get(
                        "/api/v1/operations/" + answer.path("operation").asString())
                .json();
        assertThat(operation.path("state").asString()).isEqualTo("waiting");
        assertThat(operation.path("asked_by").asString()).isEqualTo("admin");
        assertThat(CALLS.error(action, "{\"id\":\"%s\"}".formatted(source))
                        .at("/id/0")
                        .asString())
                .contains("has an open operation");
    }

    @Test
    void aDeletedSourceIsGoneAndComesBackWhenItIsMadeAgain() {
        var name = CALLS.name();
        var source = CALLS.source(name);
        CALLS.result("harvest_job_create", "{\"source_id\":\"%s\"}".formatted(source));

        assertThat(CALLS.result("harvest_source_delete", "{\"id\":\"%s\"}".formatted(name))
                        .isNull())
                .isTrue();

        assertThat(SERVER.bean(Jobs.class).open())
                .noneMatch(job -> job.source().toString().equals(source));
        assertThat(CALLS.send("harvest_source_show", "{\"id\":\"%s\"}".formatted(name), ControlServer.TOKEN)
                        .status())
                .isEqualTo(404);
        assertThat(CALLS.source(name)).isEqualTo(source);
        assertThat(CALLS.result("harvest_source_delete", "{\"id\":\"%s\",\"clear_source\":true}".formatted(name))
                        .path("operation")
                        .asString())
                .isNotEmpty();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (var action : new String[] {"harvest_source_clear", "harvest_source_patch", "harvest_job_abort"}) {
            var reply = CALLS.send(action, "{\"id\":\"nobody\"}", ControlServer.TOKEN);
            assertThat(reply.status()).as(action).isEqualTo(404);
            assertThat(reply.json().at("/error/__type").asString()).isEqualTo("Not Found Error");
            assertThat(reply.json().at("/error/message").asString())
                    .isEqualTo("Not found: there is no source 'nobody'");
        }
    }

    @Test
    void nothingIsChangedByGetNorByWhoMayNot() {
        assertThat(actions()).hasSizeGreaterThan(5);
        for (var action : actions()) {
            var got = SERVER.send(SERVER.authorized("/api/3/action/" + action));
            assertThat(got.status()).as(action).isEqualTo(400);
            assertThat(got.text())
                    .isEqualTo(
                            "\"Bad request - JSON Error: Invalid request. Please use POST method for your request\"");
            assertThat(CALLS.send(action, "{}", "").status())
                    .as("%s of nobody", action)
                    .isEqualTo(403);
            assertThat(CALLS.send(action, "{}", READER).status())
                    .as("%s of a reader", action)
                    .isEqualTo(403);
        }
    }

    @Test
    void anEditorActsOnSourcesOfItsPublisherOnly() {
        var foreign = CALLS.source(CALLS.name());
        var own = CALLS.result("harvest_source_create", """
            {"name":"%1$s","url":"https://%1$s.example/csw","source_type":"csw","owner_org":"coast-watch"}
            """.formatted(CALLS.name()));
        var count = audited("refused");

        var refused = CALLS.send("harvest_job_create", "{\"source_id\":\"%s\"}".formatted(foreign), EDITOR);
        var done = CALLS.send(
                "harvest_job_create",
                "{\"source_id\":\"%s\"}".formatted(own.path("id").asString()),
                EDITOR);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().at("/error/__type").asString()).isEqualTo("Authorization Error");
        assertThat(refused.json().at("/error/message").asString())
                .startsWith("Access denied: To run the jobs of the source");
        assertThat(audited("refused")).isEqualTo(count + 1);
        assertThat(done.status()).isEqualTo(200);
    }

    @Test
    void theAuditTrailHasWhoDidWhatOnceAndWhyNot() {
        var source = CALLS.source(CALLS.name());
        var done = audited("done");
        CALLS.result("harvest_job_create", "{\"source_id\":\"%s\"}".formatted(source));
        assertThat(audited("done")).isEqualTo(done + 1);
        var event = SERVER.get("/api/v1/audit?limit=1").json().at("/events/0");
        assertThat(event.path("action").asString()).isEqualTo("harvest_job_create");
        assertThat(event.path("who").asString()).isEqualTo("admin");
        assertThat(event.at("/target/id").asString()).isEqualTo(source);
        assertThat(event.at("/detail/body/source_id").asString()).isEqualTo(source);

        CALLS.error("harvest_job_create", "{\"source_id\":\"%s\"}".formatted(source));
        var failed = SERVER.get("/api/v1/audit?limit=1").json().at("/events/0");
        assertThat(failed.path("outcome").asString()).isEqualTo("failed");
        assertThat(failed.at("/detail/reason").asString()).contains("has an open job");
    }

    @Test
    void everyActionTellsWhatItDoes() {
        for (var action : actions()) {
            assertThat(CALLS.result("help_show", "{\"name\":\"%s\"}".formatted(action))
                            .asString())
                    .as(action)
                    .hasSizeGreaterThan(40);
        }
    }

    /** The names of the writing actions that this server knows. */
    private static List<String> actions() {
        return SERVER.beans(WriteAction.class).stream()
                .map(WriteAction::name)
                .sorted()
                .toList();
    }

    private static Sources.Stored stored(JsonNode source) {
        return SERVER.bean(Sources.class).find(source.path("id").asString()).orElseThrow();
    }

    private static String id(JsonNode thing) {
        return "{\"id\":\"%s\"}".formatted(thing.path("id").asString());
    }

    private static int audited(String outcome) {
        return SERVER.get("/api/v1/audit?limit=500&outcome=" + outcome)
                .json()
                .path("events")
                .size();
    }
}
