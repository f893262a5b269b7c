package org.garner.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.garner.ledger.Jobs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** CKAN's harvest actions that run jobs of several sources, and those that this server answers without doing much. */
class HarvestRunActionsTest {
    private static final ControlServer SERVER = new ControlServer();
    private static final ActionCalls CALLS = new ActionCalls(SERVER);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aJobOfEverySourceIsStartedThatIsActiveAndIdle() {
        var idle = CALLS.source(CALLS.name());
        var busy = CALLS.source(CALLS.name());
        var inactive = CALLS.source(CALLS.name());
        CALLS.result("harvest_job_create", "{\"source_id\":\"%s\"}".formatted(busy));
        CALLS.result("harvest_source_patch", "{\"id\":\"%s\",\"active\":\"false\"}".formatted(inactive));
        var wakes = SERVER.wakes.get();

        var jobs = CALLS.result("harvest_job_create_all", "{}");

        assertThat(jobs.valueStream().map(job -> job.path("source_id").asString()))
                .contains(idle)
                .doesNotContain(busy, inactive);
        var job = SERVER.bean(Jobs.class).openOf(UUID.fromString(idle)).orElseThrow();
        assertThat(job.trigger()).isEqualTo("api");
        assertThat(job.askedBy()).isEqualTo("admin");
        assertThat(SERVER.wakes).hasValueGreaterThan(wakes);
        assertThat(CALLS.result("harvest_job_create_all", "{\"source_id\":\"%s\"}".formatted(idle)))
                .isEmpty();
    }

    @Test
    void aJobNeedsNobodyToSendIt() {
        var source = CALLS.source(CALLS.name());
        var job = CALLS.result("harvest_job_create", "{\"source_id\":\"%s\",\"run\":false}".formatted(source));
        var id = "{\"id\":\"%s\"}".formatted(job.path("id").asString());
        var wakes = SERVER.wakes.get();

        assertThat(CALLS.result("harvest_send_job_to_gather_queue", id).path("id"))
                .isEqualTo(job.path("id"));
        assertThat(CALLS.result("harvest_jobs_run", "{\"source_id\":\"%s\"}".formatted(source)))
                .isEmpty();
        assertThat(SERVER.wakes).hasValue(wakes + 2);
        CALLS.result("harvest_job_abort", id);
        assertThat(CALLS.error("harvest_send_job_to_gather_queue", id)
                        .at("/id/0")
                        .asString())
                .contains("has ended (aborted)");
        assertThat(CALLS.send("harvest_send_job_to_gather_queue", "{\"id\":\"x\"}", ControlServer.TOKEN)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void jobsThatOutliveTheirSourcesFrequencyAreAborted() {
        var daily = runningSince(2, "DAILY");
        var weekly = runningSince(6, "WEEKLY");
        var manual = runningSince(9, "MANUAL");
        var patient = runningSince(9, "MANUAL");

        assertThat(abort("{\"exclude\":[\"%s\"]}".formatted(patient))).isEqualTo("Done. Aborted jobs: 2");
        assertThat(open(daily)).isFalse();
        assertThat(open(weekly)).isTrue();
        assertThat(open(manual)).isFalse();
        assertThat(open(patient)).isTrue();
        assertThat(abort("{\"life_span\":\"30\"}")).isEqualTo("There is no jobs to abort");
        assertThat(abort("{\"include\":[\"%1$s\"],\"exclude\":[\"%1$s\"]}".formatted(patient)))
                .isEqualTo("Done. Aborted jobs: 1");
        assertThat(CALLS.error("harvest_abort_failed_jobs", "{\"life_span\":\"soon\"}")
                        .at("/life_span/0")
                        .asString())
                .isEqualTo("Invalid integer");
    }

    @Test
    void storedDocumentsAreImportedAgainByWhateverNamesThem() {
        var source = SERVER.source();
        var job = SERVER.running(source).lists("one", "two", "three-of-" + source);
        var dataset = job.imports("one", "<one/>");
        job.imports("two", "<two/>");
        job.imports("three-of-" + source, "<three/>");
        job.ends("succeeded");
        var object = job.object("two");

        assertThat(imported(source, "{\"source_id\":\"%s\"}".formatted(source))).isEqualTo(3);
        assertThat(imported(source, "{\"guid\":\"three-of-%s\"}".formatted(source)))
                .isEqualTo(1);
        assertThat(imported(source, "{\"guid\":\"two\",\"source_id\":\"%s\"}".formatted(source)))
                .isEqualTo(1);
        assertThat(imported(source, "{\"harvest_object_id\":\"%s\"}".formatted(object)))
                .isEqualTo(1);
        assertThat(imported(source, "{\"join_datasets\":false}")).isGreaterThanOrEqualTo(3);
        assertThat(dataset).isNotNull();
    }

    @Test
    void whatCannotBeImportedAgainIsRefused() {
        var source = SERVER.source();

        assertThat(CALLS.error("harvest_objects_import", "{\"source_id\":\"%s\"}".formatted(source))
                        .at("/source_id/0")
                        .asString())
                .contains("no document of a dataset of the source");
        assertThat(CALLS.error("harvest_objects_import", "{\"segments\":\"0a\"}")
                        .has("segments"))
                .isTrue();
        for (var body : new String[] {
            "{\"guid\":\"nowhere\"}", "{\"harvest_object_id\":\"nowhere\"}", "{\"package_id\":\"nowhere\"}"
        }) {
            assertThat(CALLS.send("harvest_objects_import", body, ControlServer.TOKEN)
                            .status())
                    .as(body)
                    .isEqualTo(404);
        }
    }

    @Test
    void theHistoryOfAllSourcesIsClearedButOfBusyOnes() {
        var free = CALLS.source(CALLS.name());
        var busy = CALLS.source(CALLS.name());
        CALLS.result("harvest_source_clear", "{\"id\":\"%s\"}".formatted(busy));

        var cleared = CALLS.result("harvest_sources_job_history_clear", "{\"keep_current\":true}");

        assertThat(cleared.valueStream().map(one -> one.path("id").asString()))
                .contains(free)
                .doesNotContain(busy);
        for (JsonNode one : cleared) {
            SERVER.post(
                    "/api/v1/operations/%s/cancel"
                            .formatted(one.path("operation").asString()),
                    "");
        }
    }

    @Test
    void theIndexIsToldAnewOfTheDatasetsOfASource() {
        var source = SERVER.source();
        var job = SERVER.running(source).lists("one", "two");
        var dataset = job.imports("one", "<one/>");
        job.ends("succeeded");
        var jdbc = SERVER.bean(JdbcClient.class);
        jdbc.sql("insert into package_index (generation, package_id, revision, indexed_revision) values (1, :id, 5, 5)")
                .param("id", dataset)
                .update();

        assertThat(CALLS.result("harvest_source_index_clear", "{\"id\":\"%s\"}".formatted(source))
                        .has("id"))
                .isTrue();

        assertThat(jdbc.sql("select revision > indexed_revision from package_index where package_id = :id")
                        .param("id", dataset)
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void whatNeedsNothingIsAnsweredAndWhatCannotBeIsRefused() {
        var source = CALLS.source(CALLS.name());

        assertThat(CALLS.result("harvest_source_reindex", "{\"id\":\"%s\"}".formatted(source))
                        .asBoolean())
                .isTrue();
        assertThat(CALLS.result("harvest_sources_reindex", "{}").asBoolean()).isTrue();
        assertThat(CALLS.result("harvest_get_notifications_recipients", "{\"source_id\":\"%s\"}".formatted(source)))
                .isEmpty();
        assertThat(CALLS.error("harvest_object_create", "{\"guid\":\"x\"}")
                        .at("/guid/0")
                        .asString())
                .startsWith("No object was made");
    }

    private static String runningSince(int days, String frequency) {
        var source = CALLS.source(CALLS.name());
        CALLS.result("harvest_source_patch", "{\"id\":\"%s\",\"frequency\":\"%s\"}".formatted(source, frequency));
        var job = CALLS.result("harvest_job_create", "{\"source_id\":\"%s\"}".formatted(source));
        var id = UUID.fromString(job.path("id").asString());
        SERVER.bean(Jobs.class).start(id);
        SERVER.bean(JdbcClient.class)
                .sql("update harvest_job set created = now() - make_interval(days => :days) where id = :id")
                .param("days", days)
                .param("id", id)
                .update();
        return source;
    }

    private static boolean open(String source) {
        return SERVER.bean(Jobs.class).openOf(UUID.fromString(source)).isPresent();
    }

    private static String abort(String body) {
        return CALLS.result("harvest_abort_failed_jobs", body).asString();
    }

    /** Imports again, and ends the job that does. */
    private static long imported(String source, String body) {
        var count = CALLS.result("harvest_objects_import", body).asLong();
        var job = CALLS.result("harvest_job_abort", "{\"source_id\":\"%s\"}".formatted(source));
        assertThat(SERVER.get("/api/v1/jobs/" + job.path("id").asString())
                        .json()
                        .path("mode")
                        .asString())
                .isEqualTo("reimport");
        return count;
    }
}
