package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * What the command and the library ckanapi ask, call by call, without Python. {@code ckanapi/run.sh} in this module runs the unchanged program against a
 * Garner that runs.
 */
@ExtendWith(SharedGarner.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CkanapiTest {
    private static final int RECORDS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final LocalSite site = new LocalSite();
    private final CkanClient ckan;
    private final RunningGarner garner;

    CkanapiTest(RunningGarner garner) {
        this.garner = garner;
        this.ckan = CkanClient.anonymous(garner);
    }

    @BeforeEach
    void harvestFolderOfAPublisher() {
        var files = new TreeMap<String, byte[]>();
        for (int i = 0; i < RECORDS; i++) {
            files.put("r%d.xml".formatted(i), IsoRecord.bytes("ckanapi-" + i, "Levels of gauge " + i));
        }
        site.tree("/gauges/", files);
        try (var admin = CkanClient.sysadmin(garner)) {
            admin.control(
                    "/api/v1/sources",
                    Map.of("url", site.at("/gauges/").toString(), "type", "waf", "publisher", "Gauge Board"));
        }
        assertThat(RunningGarner.summary(garner.harvest(site.at("/gauges/"), "waf")))
                .isEqualTo("succeeded: gathered 12, added 12");
        garner.awaitIndex();
    }

    @AfterEach
    void close() {
        ckan.close();
        site.close();
    }

    @Test
    void dumpAndSearchAndPagesBringHomeTheSameDatasets() {
        var count = ckan.call("package_search", Map.of("rows", 0)).path("count").asInt();

        var names = texts(ckan.call(
                "package_list", Map.of("include_private", false, "include_drafts", false, "include_deleted", false)));
        assertThat(names).hasSize(count).doesNotHaveDuplicates();
        var dumped = new HashSet<String>();
        for (var name : names) {
            dumped.add(show("package_show", name).path("id").asString());
        }

        var paged = new ArrayList<String>();
        for (var page = page(0); !page.isEmpty(); page = page(paged.size())) {
            page.forEach(dataset -> paged.add(dataset.path("id").asString()));
        }
        assertThat(paged).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(dumped);
    }

    @Test
    void dumpBringsHomeEveryPublisher() {
        var names = texts(ckan.call("organization_list"));

        assertThat(names).contains("gauge-board");
        for (var name : names) {
            assertThat(show("organization_show", name).path("name").asString()).isEqualTo(name);
        }
        assertThat(show("organization_show", "gauge-board")
                        .path("package_count")
                        .asInt())
                .isPositive();
        assertThat(ckan.call("organization_list", Map.of("all_fields", true)))
                .hasSameSizeAs(ckan.call("organization_list"));
    }

    @Test
    void errorsAreThoseThatTheLibraryKnows() {
        assertThat(ckan.error("package_show", Map.of("id", "no-such-dataset"))).isEqualTo("404 Not Found Error");
        assertThat(ckan.error("package_show", Map.of())).isEqualTo("409 Validation Error");
        assertThat(ckan.error("package_search", Map.of("sort", "title sideways")))
                .isEqualTo("400 Search Query Error");
        assertThat(ckan.error("package_search", Map.of("q", "title:\""))).isEqualTo("409 Search Error");
        assertThat(ckan.error("harvest_job_list", Map.of())).isEqualTo("403 Authorization Error");
        assertThat(ckan.error("package_create", Map.of("name", "x"))).isEqualTo("400 none");
    }

    @Test
    void aSourceIsMadeHarvestedStoppedClearedAndDeleted() {
        site.tree("/tides/", Map.of("one.xml", IsoRecord.bytes("tide-" + System.nanoTime(), "Tides of today")));
        try (var admin = CkanClient.sysadmin(garner)) {
            var wanted =
                    Map.of("name", "tides-of-today", "url", site.at("/tides/").toString(), "source_type", "waf");
            var source = admin.call("harvest_source_create", wanted).path("id").asString();
            assertThat(admin.error("harvest_source_create", wanted)).isEqualTo("409 Validation Error");
            assertThat(ckan.error("harvest_source_clear", Map.of("id", source))).isEqualTo("403 Authorization Error");

            var job = admin.call("harvest_job_create", Map.of("source_id", source, "run", true));
            Await.until(
                    PATIENCE,
                    () -> "the end of the job",
                    () -> shown(admin, job).path("status").asString().equals("Finished"));
            assertThat(shown(admin, job).at("/stats/added").asInt()).isEqualTo(1);

            admin.call("harvest_job_create", Map.of("source_id", source));
            assertThat(admin.call("harvest_job_abort", Map.of("source_id", source))
                            .path("status")
                            .asString())
                    .isEqualTo("Finished");

            admin.call("harvest_source_clear", Map.of("id", source));
            // Refused until the background operation is done.
            Await.until(
                    PATIENCE,
                    () -> "the end of the clearing",
                    () -> admin.succeeds("harvest_job_create", Map.of("source_id", source)));
            assertThat(admin.call("harvest_source_show_status", Map.of("id", source))
                            .path("total_datasets")
                            .asInt())
                    .isZero();
            admin.call("harvest_source_delete", Map.of("id", source));
            assertThat(admin.error("harvest_source_show", Map.of("id", source))).isEqualTo("404 Not Found Error");
        }
    }

    private static JsonNode shown(CkanClient client, JsonNode job) {
        return client.call("harvest_job_show", Map.of("id", job.path("id").asString()));
    }

    private JsonNode show(String action, String name) {
        return ckan.call(
                action,
                Map.of("id", name, "include_datasets", false, "include_password_hash", true, "include_users", false));
    }

    private JsonNode page(int start) {
        return ckan.call("package_search", Map.of("rows", 5, "start", start, "sort", "id asc"))
                .path("results");
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(each -> texts.add(each.asString()));
        return texts;
    }
}
