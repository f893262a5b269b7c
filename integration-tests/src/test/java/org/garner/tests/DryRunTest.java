package org.garner.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.garner.client.NewSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A dry run says what a run would do, and does nothing of it. */
@ExtendWith(SharedGarner.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DryRunTest {
    private static final String DRY_RUN = "{\"mode\":\"dry_run\"}";

    private final LocalSite site = new LocalSite();

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void whatWouldChangeIsListedAndNothingIsTouchedUntilARunDoesIt(RunningGarner garner) {
        var url = serve("plan", Map.of("a", "Alder", "b", "Birch", "c", "Cedar", "d", "Dogwood", "e", "Elm"));
        garner.harvest(url, "waf");
        serve("plan", Map.of("a", "Alder", "b", "Birch", "c", "Cedar", "d", "Dogwood"));
        site.remove("/plan/e.xml");
        assertThat(RunningGarner.summary(garner.harvest(url, "waf")))
                .isEqualTo("succeeded: gathered 4, unchanged 4, deleted 1");
        serve("plan", Map.of("a", "Alder", "b", "Black birch", "c", "Cedar", "e", "Elm", "f", "Fir", "g", "=Ginkgo"));
        site.remove("/plan/d.xml");
        garner.awaitIndex();
        var before = tables(garner);

        var plan = garner.run(url, "waf", DRY_RUN);

        assertThat(tables(garner)).isEqualTo(before);
        var expected = "succeeded: gathered 6, added 2, updated 2, unchanged 2, deleted 1";
        assertThat(RunningGarner.summary(plan)).isEqualTo(expected);
        var rows = plan(garner, Objects.requireNonNull(plan.job()));
        assertThat(rows.keySet()).containsExactly("b", "d", "e", "f", "g");
        assertThat(rows.values())
                .extracting(row -> row.path("action").asString())
                .containsExactly("updated", "deleted", "restored", "added", "added");
        assertThat(row(rows, "b").path("changes").toString()).isEqualTo("{\"title\":[\"Birch\",\"Black birch\"]}");
        assertThat(row(rows, "e").path("changes").toString()).isEqualTo("{\"state\":[\"deleted\",\"active\"]}");
        assertThat(row(rows, "f").path("package_id").isNull()).isTrue();
        assertThat(csv(garner, Objects.requireNonNull(plan.job())))
                .startsWith("guid,action,held,package_id,name,title,changes,more\r\n")
                .contains(",added,false,,fir,Fir,{},0\r\n")
                .contains(",added,false,,ginkgo,'=Ginkgo,{},0\r\n")
                .contains("\"{\"\"title\"\": [\"\"Birch\"\", \"\"Black birch\"\"]}\"");
        assertThat(RunningGarner.summary(garner.harvest(url, "waf"))).isEqualTo(expected);
    }

    @Test
    void whatWouldBeHeldIsSaidAndEndsWell(RunningGarner garner) {
        var url = serve("holds", Map.of("a", "Ant", "b", "Bee", "c", "Cat", "d", "Dog", "e", "Eel"));
        garner.harvest(url, "waf");
        for (var gone : List.of("b", "c", "d", "e")) {
            site.remove("/holds/" + gone + ".xml");
        }
        serve("holds", Map.of("a", "Ant"));
        garner.awaitIndex();
        var before = tables(garner);

        var plan = garner.run(url, "waf", DRY_RUN);

        assertThat(tables(garner)).isEqualTo(before);
        assertThat(RunningGarner.summary(plan)).isEqualTo("succeeded: gathered 1, unchanged 1");
        assertThat(garner.get("/api/v1/jobs/" + plan.job()).path("reason").asString())
                .startsWith("Nothing was written. A run would be held: ");
        assertThat(plan(garner, Objects.requireNonNull(plan.job())).values())
                .hasSize(4)
                .allSatisfy(row -> assertThat(row.path("held").asBoolean()).isTrue());
        var run = garner.harvest(url, "waf");
        assertThat(run.outcome()).isEqualTo("held");
        assertThat(garner.get("/api/v1/jobs/" + run.job() + "/plan")
                        .path("code")
                        .asString())
                .isEqualTo("not-found");
    }

    @Test
    void ownersThatARunWouldMakeAreNotMade(RunningGarner garner) {
        site.answer("/api/3/action/package_search", LocalSite.Reply.of(200, "application/json", """
            {"success": true, "result": {"count": 1, "results": [
             {"id": "5f0c2f0e-0000-4000-8000-000000000001", "name": "tide-tables", "title": "Tide tables", "state": "active",
              "metadata_modified": "2026-01-02T03:04:05", "resources": [], "tags": [], "extras": [],
              "organization": {"id": "5f0c2f0e-0000-4000-8000-000000000002", "name": "harbour", "title": "Harbour Office"},
              "groups": [{"id": "5f0c2f0e-0000-4000-8000-000000000003", "name": "coast", "title": "Coast"}]}]}}
            """));
        var source = new NewSource(
                site.at("/").toString(),
                "ckan",
                "planned-owners",
                null,
                null,
                JsonMapper.shared().readTree("{\"remote_orgs\": \"create\", \"remote_groups\": \"create\"}"));
        garner.awaitIndex();
        var before = tables(garner);

        var plan = garner.run(source, DRY_RUN);

        assertThat(RunningGarner.summary(plan)).isEqualTo("succeeded: gathered 1, added 1");
        var after = tables(garner);
        var sources = Objects.requireNonNull(before.remove("harvest_source")).size();
        assertThat(after.remove("harvest_source")).hasSize(sources + 1);
        assertThat(after).isEqualTo(before);
        assertThat(RunningGarner.summary(garner.ended(garner.start(source, false))))
                .isEqualTo("succeeded: gathered 1, added 1");
        assertThat(garner.rows("select name from organization")).contains("harbour");
    }

    private URI serve(String folder, Map<String, String> titles) {
        var files = new TreeMap<String, byte[]>();
        titles.forEach((id, title) -> files.put(id + ".xml", IsoRecord.bytes(folder + "-" + id, title)));
        site.tree("/" + folder + "/", files);
        return site.at("/" + folder + "/");
    }

    /** The rows of a plan by the names of the files. */
    private static Map<String, JsonNode> plan(RunningGarner garner, String job) {
        var rows = new LinkedHashMap<String, JsonNode>();
        for (var cursor = ""; ; ) {
            var page = garner.get("/api/v1/jobs/%s/plan?limit=2&cursor=%s".formatted(job, cursor));
            assertThat(page.path("settled").asBoolean()).as("%s", page).isTrue();
            page.path("plan")
                    .forEach(row -> rows.put(row.path("guid").asString().replaceAll(".*/|[.]xml$", ""), row));
            if (!page.has("next")) {
                return rows;
            }
            cursor = page.path("next").asString();
        }
    }

    private static JsonNode row(Map<String, JsonNode> rows, String name) {
        return Objects.requireNonNull(rows.get(name), name);
    }

    private static String csv(RunningGarner garner, String job) {
        return garner.text("/api/v1/jobs/" + job + "/plan", request -> request.header("Accept", "text/csv"));
    }

    /** All that a run writes but its own story: every row of these tables, as it stands. */
    private static Map<String, List<String>> tables(RunningGarner garner) {
        var tables = new TreeMap<String, List<String>>();
        for (var table : List.of(
                "package",
                "resource",
                "package_index",
                "package_name_suffix",
                "package_group",
                "package_group_member",
                "organization",
                "harvest_source",
                "harvest_record")) {
            tables.put(table, garner.rows("select t.xmin, t.* from %s t order by t::text".formatted(table)));
        }
        tables.put("current", garner.rows("select id, package_id from harvest_object where current order by id"));
        return tables;
    }
}
