package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.garner.client.JobReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** CKAN's harvest actions that read, and the addresses under which others know our documents. */
@ExtendWith(SharedGarner.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HarvestActionsTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}";
    private static final String HOSTILE = "Tides &lt;script&gt;alert(1)&lt;/script&gt;";

    private static final byte[] BAD = "<gmd:MD_Metadata".getBytes(StandardCharsets.UTF_8);

    private final LocalSite site = new LocalSite();
    private final RunningGarner garner;
    private final CkanClient anybody;
    private final CkanClient sysadmin;
    private String source = "";
    private JobReport report;

    HarvestActionsTest(RunningGarner garner) {
        this.garner = garner;
        anybody = CkanClient.anonymous(garner);
        sysadmin = CkanClient.sysadmin(garner);
    }

    @BeforeEach
    void harvest() {
        site.tree(
                "/tides/",
                Map.of(
                        "one.xml", IsoRecord.bytes("tide-one", HOSTILE),
                        "two.xml", IsoRecord.bytes("tide-two", "Currents"),
                        "bad.xml", BAD));
        source = sysadmin.control(
                        "/api/v1/sources",
                        Map.of(
                                "url",
                                site.at("/tides/").toString(),
                                "type",
                                "waf",
                                "title",
                                "Tide tables",
                                "publisher",
                                "Tide Board"))
                .path("id")
                .asString();
        report = garner.harvest(site.at("/tides/"), "waf");
        garner.awaitIndex();
    }

    @AfterEach
    void close() {
        anybody.close();
        sysadmin.close();
        site.close();
    }

    @Test
    void aSourceIsListedWithItsPublisherAndItsNewestJob() {
        var listed = anybody.call(
                "harvest_source_list", Map.of("organization_id", "tide-board", "return_last_job_status", true));
        var ours = with(listed, "id", source);

        assertThat(ours.path("type").asString()).isEqualTo("waf");
        assertThat(ours.path("config").asString()).isEmpty();
        assertThat(ours.path("created").asString()).matches(TIME);
        assertThat(ours.path("publisher_title").asString()).isEqualTo("Tide Board");
        assertThat(ours.at("/status/job_count").asInt()).isEqualTo(1);
        assertThat(ours.at("/status/next_harvest").asString()).isEqualTo("Not yet scheduled");
        assertJob(ours.path("last_job_status"));
        assertThat(with(anybody.call("harvest_source_list"), "id", source).has("last_job_status"))
                .isFalse();
        assertThat(anybody.call("harvest_source_list", Map.of("organization_id", "nobody")))
                .isEmpty();
        assertThat(anybody.call("harvest_source_list", Map.of("only_to_run", true)))
                .isEmpty();
    }

    @Test
    void aSourceIsShownByIdNameOrUrlWithHowItStands() {
        var byId = anybody.call("harvest_source_show", Map.of("id", source));

        assertThat(byId.path("source_type").asString()).isEqualTo("waf");
        assertThat(byId.path("state").asString()).isEqualTo("active");
        assertThat(byId.at("/organization/title").asString()).isEqualTo("Tide Board");
        assertThat(byId.at("/status/total_datasets").asInt()).isEqualTo(2);
        assertJob(byId.at("/status/last_job"));
        assertThat(anybody.call(
                        "harvest_source_show", Map.of("id", byId.path("name").asString())))
                .isEqualTo(byId);
        assertThat(anybody.call(
                        "harvest_source_show", Map.of("url", site.at("/tides/").toString())))
                .isEqualTo(byId);
        assertThat(anybody.call("harvest_source_show_status", Map.of("id", source)))
                .isEqualTo(byId.path("status"));
        assertThat(anybody.error("harvest_source_show", Map.of("id", "nowhere")))
                .isEqualTo("404 Not Found Error");
    }

    @Test
    void secretsOfASourceAreShownToNobody() {
        var config = Map.of("api_key", "geheim", "deep", Map.of("password", "geheim", "at", "http://u:geheim@h/"));
        var made = sysadmin.control(
                        "/api/v1/sources",
                        Map.of("url", site.at("/closed/").toString(), "type", "waf", "config", config))
                .path("id")
                .asString();

        for (var client : new CkanClient[] {anybody, sysadmin}) {
            var shown = client.call("harvest_source_show", Map.of("id", made)).toString()
                    + with(client.call("harvest_source_list"), "id", made);
            assertThat(shown).contains("***").doesNotContain("geheim");
        }
    }

    @Test
    void jobsAreForSysadmins() {
        for (var action : new String[] {"harvest_job_list", "harvest_job_show", "harvest_job_report"}) {
            assertThat(anybody.error(action, Map.of("id", report.job()))).isEqualTo("403 Authorization Error");
        }
        assertThat(sysadmin.error("harvest_job_show", Map.of("id", "1"))).isEqualTo("404 Not Found Error");
        assertThat(sysadmin.error("harvest_job_show", Map.of())).isEqualTo("409 Validation Error");
        assertThat(sysadmin.error("harvest_job_list", Map.of("source_id", "nowhere")))
                .isEqualTo("404 Not Found Error");
    }

    @Test
    void aJobIsShownWithItsMostFrequentErrorsAndListedWithoutThem() {
        var job = sysadmin.call("harvest_job_show", Map.of("id", report.job()));
        assertJob(job);
        assertThat(job.at("/object_error_summary/0/message").asString()).contains("not readable XML");
        assertThat(job.at("/object_error_summary/0/error_count").asInt()).isEqualTo(1);

        var listed = sysadmin.call("harvest_job_list", Map.of("source_id", source, "status", "Finished"));
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).path("stats")).isEqualTo(job.path("stats"));
        assertThat(listed.get(0).has("object_error_summary")).isFalse();
        assertThat(sysadmin.call("harvest_job_list", Map.of("source_id", source, "status", "New")))
                .isEmpty();
    }

    @Test
    void theReportOfAJobNamesEveryErrorByItsObject() {
        var errors = sysadmin.call("harvest_job_report", Map.of("id", report.job()));

        assertThat(errors.path("gather_errors")).isEmpty();
        assertThat(errors.path("object_errors")).hasSize(1);
        var bad = errors.path("object_errors").values().iterator().next();
        assertThat(bad.path("guid").asString()).endsWith("/tides/bad.xml");
        assertThat(bad.path("original_url").asString())
                .isEqualTo(site.at("/tides/bad.xml").toString());
        assertThat(bad.at("/errors/0/type").asString()).isEqualTo("Import");
        assertThat(bad.at("/errors/0/line").asInt()).isEqualTo(1);
    }

    @Test
    void theLogOfAJobTellsItsStoryAndIsListedAsCkanDoes() {
        var told = new ArrayList<String>();
        for (var line : garner.get("/api/v1/jobs/" + report.job() + "/log").path("log")) {
            told.add(line.path("stage").asString() + ": " + line.path("content").asString());
        }
        assertThat(told)
                .anySatisfy(line -> assertThat(line).startsWith("control: Asked for by"))
                .contains("control: Started, in epoch 1")
                .anySatisfy(line -> assertThat(line).startsWith("gather: The listing has ended with page 1"))
                .anySatisfy(line -> assertThat(line).startsWith("import: ").contains("bad.xml"))
                .contains("sweep: All records that were listed have ended.")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("close: 3 records listed: 2 added, 0 updated, 0 unchanged, 1 with errors"))
                .anySatisfy(line -> assertThat(line).startsWith("control: Ended as with_errors by control"));

        var errors = sysadmin.call("harvest_log_list", Map.of("level", "error", "limit", 1));
        assertThat(errors).hasSize(1);
        assertThat(errors.path(0).path("level").asString()).isEqualTo("ERROR");
        assertThat(errors.path(0).path("created").asString()).matches(TIME);
        assertThat(errors.path(0).propertyNames()).containsExactlyInAnyOrder("content", "created", "level");
        assertThat(sysadmin.call("harvest_log_list", Map.of("per_page", 2, "offset", 1)))
                .hasSize(2);
        assertThat(sysadmin.error("harvest_log_list", Map.of("level", "loud"))).isEqualTo("409 Validation Error");
        assertThat(anybody.error("harvest_log_list", Map.of())).isEqualTo("403 Authorization Error");
    }

    @Test
    void anObjectIsShownWithItsDocument() {
        var ids = anybody.call("harvest_object_list", Map.of("source_id", source));
        assertThat(ids).hasSize(2);
        assertThat(anybody.call("harvest_object_list", Map.of("source_id", source, "only_current", false)))
                .hasSize(3);

        var object = objectOf("Currents");
        assertThat(object.path("current").asBoolean()).isTrue();
        assertThat(object.path("report_status").asString()).isEqualTo("added");
        assertThat(object.path("content").asString()).contains("tide-two");
        assertThat(object.path("source").asString()).isEqualTo(source);
        assertThat(object.path("job").asString()).isEqualTo(report.job());
        assertThat(object.path("errors")).isEmpty();
        assertThat(anybody.call(
                        "harvest_object_show",
                        Map.of("dataset_id", object.path("package").asString())))
                .isEqualTo(object);
        assertThat(anybody.error("harvest_object_show", Map.of())).isEqualTo("409 Validation Error");
        assertThat(anybody.error("harvest_object_show", Map.of("id", report.job())))
                .isEqualTo("404 Not Found Error");
    }

    @Test
    void theDocumentOfADatasetIsServedAsItCame() {
        var object = objectOf("Currents");
        var path = "/harvest/object/" + object.path("id").asString();

        var document = anybody.get(path);
        assertThat(document.statusCode()).isEqualTo(200);
        assertThat(document.headers().firstValue("Content-Type")).contains("application/xml");
        assertThat(document.body()).isEqualTo(IsoRecord.of("tide-two", "Currents"));
        var etag = document.headers().firstValue("ETag").orElseThrow();
        assertThat(anybody.get(path, "If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(anybody.get(path + "/original").body()).isEqualTo(document.body());
        assertThat(anybody.get("/dataset/harvest_object/"
                                + object.path("package").asString())
                        .body())
                .isEqualTo(document.body());
        var old = anybody.get("/api/2/rest/harvestobject/" + object.path("id").asString() + "/xml");
        assertThat(old.statusCode()).isEqualTo(302);
        assertThat(old.headers().firstValue("Location")).contains(path);
        assertThat(anybody.get("/harvest/object/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void nothingOfADocumentRunsInABrowser() {
        var object = objectOf("Tides <script>alert(1)</script>");
        var path = "/harvest/object/" + object.path("id").asString();

        for (var address : new String[] {path, path + "/html", path + "/html/original"}) {
            var reply = anybody.get(address);
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).doesNotContain("<script>");
            assertThat(reply.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'")
                    .contains("sandbox");
            assertThat(reply.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        }
        assertThat(anybody.get(path + "/html").body()).contains("&amp;lt;script&amp;gt;");
    }

    @Test
    void whatAWithdrawnDatasetWasMadeFromIsNotForEverybody() {
        var object = objectOf("Currents");
        var id = object.path("id").asString();
        site.tree("/tides/", Map.of("one.xml", IsoRecord.bytes("tide-one", HOSTILE), "bad.xml", BAD));
        site.remove("/tides/two.xml");
        assertThat(garner.harvest(site.at("/tides/"), "waf").stat("deleted")).isEqualTo(1);

        assertThat(anybody.get("/harvest/object/" + id).statusCode()).isEqualTo(410);
        assertThat(anybody.get("/harvest/object/" + id + "/html").statusCode()).isEqualTo(410);
        assertThat(anybody.error("harvest_object_show", Map.of("id", id))).isEqualTo("403 Authorization Error");
        assertThat(sysadmin.call("harvest_object_show", Map.of("id", id))
                        .path("id")
                        .asString())
                .isEqualTo(id);
    }

    @Test
    void theSourceTypesAreThoseOfThisServer() {
        assertThat(with(anybody.call("harvesters_info_show"), "name", "csw")
                        .path("title")
                        .asString())
                .isEqualTo("CSW server");
    }

    private void assertJob(JsonNode job) {
        assertThat(job.path("id").asString()).isEqualTo(report.job());
        assertThat(job.path("status").asString()).isEqualTo("Finished");
        assertThat(job.path("source_id").asString()).isEqualTo(source);
        for (var time : new String[] {"created", "gather_started", "gather_finished", "finished"}) {
            assertThat(job.path(time).asString()).as(time).matches(TIME);
        }
        assertThat(job.path("stats"))
                .hasToString("{\"added\":2,\"updated\":0,\"not modified\":0,\"errored\":1,\"deleted\":0}");
    }

    private JsonNode objectOf(String title) {
        for (var id : anybody.call("harvest_object_list", Map.of("source_id", source))) {
            var object = anybody.call("harvest_object_show", Map.of("id", id.asString()));
            var dataset = anybody.call(
                    "package_show", Map.of("id", object.path("package").asString()));
            if (dataset.path("title").asString().equals(title)) {
                return object;
            }
        }
        throw new AssertionError("No dataset of the source %s is titled '%s'".formatted(source, title));
    }

    private static JsonNode with(JsonNode list, String member, String value) {
        for (var each : list) {
            if (each.path(member).asString().equals(value)) {
                return each;
            }
        }
        throw new AssertionError("Nothing in the list has the %s '%s': %s".formatted(member, value, list));
    }
}
